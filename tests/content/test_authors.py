"""The authors' tests: played against the organisation's own matcher."""

from collections.abc import Mapping
from dataclasses import replace

from bot.content import Library, Told, run, run_words
from bot.content.shapes import AuthorTest
from bot.matching.resources import LexiconBlock, Spoken
from bot.messages import Reading
from tests.content.readings import Dictated, reading


def outcomes(library: Library, readings: Mapping[str, Reading], *tests: AuthorTest) -> list[tuple[str, bool]]:
    """Play tests against a matcher that reads as dictated; return what was understood, and passed."""
    contents = {"aoun": replace(library.contents["aoun"], matcher=Dictated(readings))}
    told = {"aoun": tuple(Told(topic="review-time", test=test) for test in tests)}
    return [(outcome.got, outcome.passed) for outcome in run(contents, told)]


def test_a_topic_is_understood_by_answering_it(library: Library) -> None:
    readings = {
        "answered": reading("answer", "review-time"),
        "a gap": reading("unknown", "review-time"),
        "a person": reading("handoff", "review-time"),
        "another": reading("answer", "contact-details"),
        "unsure": reading("offer", None, "review-time", "contact-details"),
        "danger": reading("urgent", None),
    }
    tests = [AuthorTest(say=say, expect="review-time") for say in readings]
    assert outcomes(library, readings, *tests) == [
        ("review-time", True),
        ("review-time", True),
        ("review-time", True),
        ("contact-details", False),
        ("offer", False),
        ("urgent", False),
    ]


def test_danger_and_nothing_may_be_expected(library: Library) -> None:
    readings = {"danger": reading("urgent", None), "junk": reading("none", None)}
    tests = [AuthorTest(say="danger", expect="urgent"), AuthorTest(say="junk", expect="none")]
    assert outcomes(library, readings, *tests) == [("urgent", True), ("none", True)]


def test_a_known_miss_must_go_on_missing(library: Library) -> None:
    readings = {"missed": reading("none", None), "mended": reading("answer", "review-time")}
    tests = [AuthorTest(say=say, expect="review-time", known_miss=True) for say in readings]
    assert outcomes(library, readings, *tests) == [("none", True), ("review-time", False)]


def test_the_small_contents_tests_are_those_of_its_files(library: Library) -> None:
    told = [(each.topic, each.test.expect) for each in library.tests["aoun"]]
    assert sorted(told) == [(id_, id_) for id_ in ("contact-details", "gap-age", "review-time")]


def test_words_have_tests_of_their_own(library: Library) -> None:
    heard = list(run_words(library.resources))
    assert [(each.file, each.passed) for each in heard] == [("lexicon", True), ("arabizi", True)]
    lexicon = library.resources.lexicon.model_copy(
        update={
            "blocks": {
                "when": LexiconBlock(entries={"متى": ()}, tests=(Spoken(say="امتى الرد", read="متى الرد"),))
            }
        }
    )
    worse = library.resources.model_copy(update={"lexicon": lexicon})
    assert next((each.say, each.passed) for each in run_words(worse)) == ("امتى الرد", False)
