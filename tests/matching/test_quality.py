"""The shipped topics on questions that stand nowhere in them: the files to validate with, never to test."""

from collections import Counter
from pathlib import Path

import pytest

from bot.cli.evaluate import questions
from bot.content import Library, load
from bot.messages import Reading
from bot.ports.matcher import Matcher
from tests.matching.written import HERE, written

_ROOT = Path(__file__).parents[2]
_SETTLED = ("answer", "handoff", "unknown", "urgent")


_FILES = (HERE / "validation.tsv", _ROOT / "tests" / "questions" / "third.tsv")


def _outcome(expected: str, reading: Reading) -> str:
    if expected == "oos":
        return "far answered" if reading.decision in ("answer", "handoff", "urgent") else "far"
    if expected == "urgent":
        return "caught" if reading.decision == "urgent" else "missed"
    if reading.decision in ("answer", "handoff") and reading.topic == expected:
        return "right"
    if reading.decision in _SETTLED:
        return "wrong"
    return "offered" if expected in reading.offers else "lost"


@pytest.fixture(scope="module")
def shipped() -> Matcher:
    library = load(_ROOT / "knowledge", _ROOT / "flows")
    assert isinstance(library, Library)
    return library.contents["aoun"].matcher


@pytest.fixture(scope="module", params=_FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def outcomes(request: pytest.FixtureRequest, shipped: Matcher) -> Counter[str]:
    return Counter(_outcome(topic, shipped.read(question)) for _, topic, question in questions(request.param))


def test_most_questions_are_answered_rightly(outcomes: Counter[str]) -> None:
    asked = sum(outcomes[name] for name in ("right", "wrong", "offered", "lost"))
    assert outcomes["right"] / asked >= 0.92
    assert (outcomes["right"] + outcomes["offered"]) / asked >= 0.97


def test_few_answers_are_wrong(outcomes: Counter[str]) -> None:
    assert outcomes["wrong"] / (outcomes["right"] + outcomes["wrong"]) <= 0.025


def test_what_the_policy_does_not_say_is_not_answered(outcomes: Counter[str]) -> None:
    assert outcomes["far answered"] / (outcomes["far"] + outcomes["far answered"]) <= 0.03


def test_all_danger_is_caught(shipped: Matcher) -> None:
    outcomes = Counter(
        _outcome(topic, shipped.read(question))
        for _, topic, question in questions(_FILES[0])
        if topic == "urgent"
    )
    assert (outcomes["missed"], outcomes["caught"] > 0) == (0, True)


def test_known_misses_are_still_missed(shipped: Matcher) -> None:
    """A question that is read rightly by now is taken out of the list: it only shrinks."""
    rows = written("known_misses")
    assert [row["say"] for row in rows if _outcome(row["means"], shipped.read(row["say"])) == "right"] == []
