"""How the table of systems is counted: thresholds, shares, gaps."""

from math import inf

import pytest

from benchmarks.matching import Guessed, guessed, judged, shares, threshold
from benchmarks.systems import NO_ANSWER, WASL, silent_on_gaps
from bot.matching import Corpus, Phrase


def made(*guesses: tuple[str, str | None, float]) -> list[Guessed]:
    return [guessed("dia", expected, (topic, sure)) for expected, topic, sure in guesses]


RIGHT_TO_HALF = made(
    ("a", "a", 0.9), ("b", "b", 0.8), ("a", "a", 0.7), ("oos", "a", 0.6), ("b", "b", 0.5), ("oos", None, -1.0)
)


@pytest.mark.parametrize(
    ("allowed", "least"),
    [(0.0, 0.7), (0.2, 0.5), (0.19, 0.7)],
    ids=["none wrong", "one in five", "just less"],
)
def test_the_threshold_lets_through_as_many_as_the_budget_allows(allowed: float, least: float) -> None:
    assert threshold(RIGHT_TO_HALF, allowed) == least


def test_answers_of_equal_certainty_stand_or_fall_together() -> None:
    assert threshold(made(("a", "a", 1.0), ("b", "b", 1.0), ("a", "b", 1.0)), 0.3) == inf


def test_a_threshold_that_none_reaches_is_said_and_nothing_is_answered() -> None:
    found = shares(RIGHT_TO_HALF, inf)
    assert (found["threshold"], found["right"], found["wrong among answered"]) == (
        "no certainty reaches it",
        0,
        None,
    )


def test_shares_are_of_what_they_say() -> None:
    found = shares([*RIGHT_TO_HALF, *made(("b", "a", 0.95))], 0.6)
    assert found["right"] == found["right dia"] == 0.6  # three of five in scope
    assert found["wrong among answered"] == 0.4  # one other topic, one out of scope, of five answers
    assert found["out of scope answered"] == 0.5


def test_peers_are_held_to_thresholds_of_other_questions_and_ours_to_its_decisions() -> None:
    asked = made(("a", "a", 0.65), ("a", "a", 1.0))
    aims = {row["threshold for"]: row["right"] for row in judged("peer", RIGHT_TO_HALF, asked)}
    assert aims == {"5% wrong": 0.5, "2% wrong": 0.5, "every question": 1.0}
    assert [row["right"] for row in judged(WASL, RIGHT_TO_HALF, asked)] == [0.5]


def test_a_known_gap_is_no_answer() -> None:
    corpus = Corpus(phrases=(Phrase(topic="fees", text="كم الرسوم"),), kinds={"fees": "gap"})
    ask = silent_on_gaps(lambda text: (text, 0.9), corpus)
    assert ask("fees") == NO_ANSWER
    assert ask("place") == ("place", 0.9)
