"""Several questions in one message (several.yaml): what a person hears, and in which order."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.content import Library
from bot.engine.effects import Say
from bot.engine.respond import respond
from bot.engine.state import State
from bot.messages import Message
from tests.engine.small import NOW, inbound
from tests.questions.written import written

pytestmark = [pytest.mark.timeout(600)]
ROWS = written("several")
LEFT = ("أجبت عن", "I answered")  # how the message begins that names what is left


def heard(library: Library, say: str) -> list[Message]:
    content = library.contents["aoun"]
    turn = respond(content, State(greeted=True, consent=content.privacy_version), inbound(say), NOW)
    return [effect.message for effect in turn.effects if isinstance(effect, Say)]


def topics(library: Library, messages: list[Message]) -> list[str | None]:
    """Return the topic of each answer; None for an offer or a miss."""
    content = library.contents["aoun"]
    answers = {text: topic.id for topic in content.topics.values() for text in topic.answer.values()}
    return [
        next((id_ for text, id_ in answers.items() if text in message.text), None) for message in messages
    ]


def test_there_are_enough_of_every_kind() -> None:
    assert len(ROWS) >= 75
    assert {row["kind"] for row in ROWS} >= {"formal", "gulf", "hijazi", "egyptian", "levantine", "yemeni"}
    assert {row["kind"] for row in ROWS} >= {"sudanese", "arabizi", "english"}
    assert sum(len(row["hears"]) == 1 and "offers" not in row for row in ROWS) >= 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["say"])
def test_each_question_of_a_message_is_answered(row: Mapping[str, Any], library: Library) -> None:
    messages = heard(library, row["say"])
    told = topics(library, messages)
    answers = [topic for topic in told if topic is not None]
    either = set(row.get("or", ()))
    if messages[-1].text.startswith(LEFT):
        *messages, last = messages
        *told, _ = told
        left = {button.id.removeprefix("topic:") for button in last.buttons}
        assert left == {*row["left"], "person"}, left
        assert row["says"] in last.text
    else:
        assert "left" not in row
    assert len(messages) <= 3
    if "offers" in row and not (len(answers) > len(row["hears"]) and answers[-1] in either):
        *_, last = messages
        offered = {button.id.removeprefix("topic:") for button in last.buttons}
        assert told[-1] is None, "the offer comes last"
        assert offered & set(row["offers"]), offered
    elif "offers" in row:
        answers = answers[:-1]
    else:
        assert None not in told, [message.text for message in messages]
    assert len(answers) == len(row["hears"]), answers
    pairs = zip(answers, row["hears"], strict=True)
    assert all(found == expected or found in either for found, expected in pairs)
