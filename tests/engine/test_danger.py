"""Danger first, in every state."""

from dataclasses import replace

import pytest

from bot.engine.danger import numbers_for
from bot.engine.effects import ClearTimers, HandOff, Say
from bot.engine.respond import respond
from bot.engine.state import Pending, State
from bot.engine.turn import Moment, Turn
from bot.messages import Message, Owner
from tests.engine.small import NOW, content, inbound


def hear(state: State, text: str) -> Turn:
    return respond(content(), state, inbound(text), NOW)


def messages(turn: Turn) -> list[Message]:
    return [effect.message for effect in turn.effects if isinstance(effect, Say)]


@pytest.mark.parametrize(
    "pending", ["consent", "continue", "cancel", "person", "forget", "safe", "answer", None]
)
@pytest.mark.parametrize("owner", ["bot", "waiting"])
@pytest.mark.parametrize("greeted", [True, False])
def test_numbers_come_first_in_every_state(pending: Pending | None, owner: Owner, greeted: bool) -> None:
    turn = hear(State(pending=pending, owner=owner, greeted=greeted), "ابي انتحر")
    first = messages(turn)[0]
    assert first.urgent
    assert "997" in first.text
    assert [button.url for button in first.buttons if button.url] == ["tel:997"]
    assert [each for each in turn.effects if isinstance(each, HandOff)] == [
        HandOff(reason="danger", priority="urgent", danger="self_harm")
    ]
    assert turn.state.owner == "waiting"


def test_violence_asks_whether_it_is_safe_and_is_silent_from_then_on() -> None:
    turn = hear(State(greeted=True), "زوجي يضربني")
    assert turn.state.pending == "safe"
    assert turn.state.silent
    assert ClearTimers() in turn.effects
    assert {"tel:1919", "do:safe-yes", "do:safe-no", "do:leave"} == {
        each.id for each in messages(turn)[0].buttons
    }


def test_blackmail_offers_a_way_off_the_page_and_is_silent_from_then_on() -> None:
    turn = hear(State(greeted=True), "واحد يبتزني")
    assert turn.state.pending is None
    assert turn.state.silent
    assert ClearTimers() in turn.effects
    assert "do:leave" in {each.id for each in messages(turn)[0].buttons}


def test_while_staff_hold_the_chat_the_numbers_are_shown_once() -> None:
    first = hear(State(owner="staff"), "ابي انتحر")
    second = respond(content(), first.state, inbound("ابي انتحر"), NOW)
    assert len(messages(first)) == 1
    assert not messages(second)
    assert all(any(isinstance(each, HandOff) for each in turn.effects) for turn in (first, second))
    assert second.state.owner == "staff"


def test_an_organisation_without_numbers_of_a_kind_shows_all_it_has() -> None:
    plain = content()
    moment = Moment(content=plain, now=NOW)
    assert [each.number for each in numbers_for(moment, "poisoning")] == ["997", "1919"]
    bare = replace(plain, organisation=replace(plain.organisation, emergency=()))
    turn = respond(bare, State(), inbound("overdose"), NOW)
    assert messages(turn)[0].urgent


def test_after_the_answer_whether_it_is_safe_questions_go_on() -> None:
    asked = hear(State(greeted=True), "زوجي يضربني")
    turn = respond(content(), asked.state, inbound("متى الرد"), NOW)
    assert "review-time" in messages(turn)[0].text
    assert turn.state.pending is None
    assert turn.state.silent
