"""Danger by the rules: what must be caught and near misses (danger.yaml, danger_fresh.yaml)."""

import pytest

from bot.matching import TopicMatcher
from bot.matching.danger import DangerRules
from bot.matching.resources import Danger, DangerKindRules
from tests.matching.written import written

_POSITIVE = [(kind, text) for kind, texts in written("danger")["positive"].items() for text in texts]
_INNOCENT = written("danger")["innocent"]
_FRESH = written("danger_fresh")
_ROUNDS = ("first", "second", "third", "fourth", "fifth", "tuned")


def test_there_are_enough_sentences() -> None:
    assert len(_POSITIVE) >= 300
    assert len(_INNOCENT) >= 200


@pytest.mark.parametrize(("kind", "text"), _POSITIVE)
def test_danger_is_caught(kind: str, text: str, matcher: TopicMatcher) -> None:
    assert matcher.danger(text) == kind


@pytest.mark.parametrize("text", _INNOCENT)
def test_a_near_miss_is_not_danger(text: str, matcher: TopicMatcher) -> None:
    assert matcher.danger(text) is None


@pytest.mark.parametrize("text", [text for round_ in _ROUNDS for text in _FRESH[round_]["danger"]])
def test_danger_in_a_fresh_sentence_is_caught(text: str, matcher: TopicMatcher) -> None:
    assert matcher.danger(text) is not None


@pytest.mark.parametrize("text", [text for round_ in _ROUNDS for text in _FRESH[round_]["innocent"]])
def test_a_fresh_near_miss_is_not_danger(text: str, matcher: TopicMatcher) -> None:
    assert matcher.danger(text) is None


def test_what_is_still_read_wrongly_is_known(matcher: TopicMatcher) -> None:
    known = _FRESH["known"]
    assert [text for text in known["danger"] if matcher.danger(text) is not None] == []
    assert [text for text in known["innocent"] if matcher.danger(text) is None] == []


def test_danger_at_the_end_of_a_long_message_is_caught(matcher: TopicMatcher) -> None:
    assert matcher.read("ابغى اعرف متى الرد " * 60 + "وابي انتحر").decision == "urgent"


def test_a_not_that_is_joined_to_its_verb_is_read() -> None:
    patterns = ("ما يصحى|يعيش|بيرد|يرد|ترد",)
    rules = DangerRules(Danger(kinds={"medical": DangerKindRules(patterns=patterns)}))
    assert rules("جدي مايصحي") == "medical"
    assert rules("ابوي وقع ومبيردش") == "medical"
    assert rules("ستي وقعت وماتردش") == "medical"
    assert rules("ماعاد بيننا مايعيش") == "medical"
    assert rules("مناقش يرد") is None


def test_a_plural_without_its_silent_alef_is_read() -> None:
    rules = DangerRules(Danger(kinds={"violence": DangerKindRules(patterns=("هجموا علينا",))}))
    assert rules("هجموا علينا") == "violence"
    assert rules("وهجمو علينا") == "violence"
    assert rules("هجم علينا") is None


def test_how_a_pattern_is_written() -> None:
    patterns = ("{he} .. falls|fell ..1 in|into_the very? water",)
    rules = DangerRules(
        Danger(groups={"he": ("he", "my son")}, kinds={"medical": DangerKindRules(patterns=patterns)})
    )
    assert rules("my son just now fell in water") == "medical"
    assert rules("he falls down into the very water") == "medical"
    assert rules("he likes to go out there and fell in water") is None
    assert rules("the sheriff fell in water") is None
    assert rules("he fell in waterloo") is None


def test_an_alternative_of_a_group_must_be_plain() -> None:
    with pytest.raises(ValueError, match="plain words"):
        DangerRules(Danger(groups={"a": ("b|c",)}, innocent=("{a}",)))


@pytest.mark.parametrize(
    ("pattern", "why"), [("he ..900 falls", "up to 50 words"), ("he falls||fell", "without a letter")]
)
def test_a_pattern_that_nobody_can_mean_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        DangerRules(Danger(innocent=(pattern,)))
