"""Danger as examples teach it: how much of what it never saw it hears, and how seldom it is wrong.

The sentences of danger.yaml and danger_fresh.yaml stand apart from knowledge/danger-examples.yaml, which it
learns from; the rules, which catch nearly all of them, are not asked here. The floors are a few hundredths
below what was measured.
"""

from pathlib import Path

import pytest

from bot.cli.evaluate import questions
from bot.content import Library
from bot.matching import TopicMatcher, normalise
from tests.matching.written import KNOWLEDGE, read_yaml, written

pytestmark = pytest.mark.timeout(600)
QUESTIONS = Path(__file__).parents[1] / "questions"
ROUNDS = ("first", "second", "third", "fourth", "fifth")  # each written apart from everything before it
EXAMPLES = read_yaml(KNOWLEDGE / "danger-examples.yaml")


@pytest.fixture(scope="module")
def matcher(library: Library) -> TopicMatcher:
    matcher = library.contents["aoun"].matcher
    assert isinstance(matcher, TopicMatcher)
    return matcher


def share(matcher: TopicMatcher, texts: list[str]) -> float:
    return sum(matcher.danger_by_examples(text) is not None for text in texts) / len(texts)


def test_most_danger_that_it_never_saw_is_heard(matcher: TopicMatcher) -> None:
    cries = [text for texts in written("danger")["positive"].values() for text in texts]
    fresh = [text for each in ROUNDS for text in written("danger_fresh")[each]["danger"]]
    assert share(matcher, cries) >= 0.75
    assert share(matcher, fresh) >= 0.85


def test_few_near_misses_that_it_never_saw_are_taken_for_danger(matcher: TopicMatcher) -> None:
    near = [*written("danger")["innocent"]]
    near += [text for each in ROUNDS for text in written("danger_fresh")[each]["innocent"]]
    assert share(matcher, near) <= 0.06


@pytest.mark.parametrize("name", ["validation", "second", "third"])
def test_hardly_any_question_is_taken_for_danger(name: str, matcher: TopicMatcher) -> None:
    rows = questions(QUESTIONS / f"{name}.tsv")
    asked = [question for _, topic, question in rows if topic != "urgent"]
    assert share(matcher, asked) <= 0.005


@pytest.mark.parametrize("kind", ["self_harm", "violence", "medical"])
def test_its_kind_is_told(kind: str, matcher: TopicMatcher) -> None:
    heard = [matcher.danger_by_examples(text) for text in written("danger")["positive"][kind]]
    right = [each[0] == kind for each in heard if each is not None]
    assert sum(right) / len(right) >= 0.8


def test_the_trace_says_that_it_was_learned(matcher: TopicMatcher) -> None:
    cry = next(text for text in EXAMPLES["kinds"]["self_harm"] if "by examples" in matcher.read(text).because)
    reading = matcher.read(cry)
    assert (reading.decision, reading.danger) == ("urgent", "self_harm")


@pytest.mark.parametrize("kind", EXAMPLES["kinds"])
def test_every_example_of_danger_is_heard_by_a_rule_or_as_learned(kind: str, matcher: TopicMatcher) -> None:
    assert [text for text in EXAMPLES["kinds"][kind] if matcher.danger(text) is None] == []


def test_no_phrasing_of_a_topic_is_taken_for_danger(library: Library, matcher: TopicMatcher) -> None:
    taken = [each.text for each in library.corpora["aoun"].phrases if matcher.danger(each.text) is not None]
    assert taken == []


def test_what_it_learns_from_is_no_test() -> None:
    learned = {normalise(text) for texts in EXAMPLES["kinds"].values() for text in texts}
    learned |= set(map(normalise, EXAMPLES["harmless"]))
    fresh = written("danger_fresh").values()
    apart = {normalise(text) for each in fresh for texts in each.values() for text in texts}
    apart |= set(map(normalise, written("danger")["innocent"]))
    apart |= {normalise(text) for texts in written("danger")["positive"].values() for text in texts}
    assert learned & apart == set()
