"""Patterns: what they write, in what order, how many of them, and what is shown of that."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Library, UnknownTopic, expand
from bot.content.asked import everything, patterns
from bot.content.asked import expand as sample
from bot.content.patterns import SIGNS, PatternError, count, parse, variants
from bot.content.shapes import Asked, WordsShape
from bot.matching import normalise
from tests.content.serving import change, served

LISTS = {"when": ("when", "what day"), "متى": ("متى", "امتى")}


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("plain words", ["plain words"]),
        ("(a|b) c", ["a c", "b c"]),
        ("a [b|c] d", ["a b d", "a c d", "a d"]),
        ("ال[طلب]ات", ["الطلبات", "الات"]),
        ("  so   [very]  long ", ["so very long", "so long"]),
        ("{when}[ (do|will) you]?", ["when do you?", "when will you?", "when?"]),
        ("{ متى } تردون", ["متى تردون", "امتى تردون"]),
    ],
)
def test_what_a_pattern_writes(pattern: str, written: list[str]) -> None:
    assert [each for each in variants(parse(pattern), LISTS) if "what day" not in each] == written


# patterns grow from words, lists and brackets; `count` must foretell what `variants` yields
WORD = st.sampled_from(["متى", "الرد", "كم", "when", "x"])
PATTERN = st.recursive(
    WORD | st.just("{when}"),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: f"({'|'.join(some)})"),
        st.lists(inner, min_size=1, max_size=2).map(lambda some: f"[{'|'.join(some)}]"),
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
    ),
    max_leaves=8,
)


@given(PATTERN)
def test_every_phrasing_says_something_and_has_no_sign_left(text: str) -> None:
    try:
        pattern = parse(text)
    except PatternError as error:
        if error.what != "nothing":  # all of it may be left out; nothing else is wrong with what grew here
            raise
        return
    written = list(variants(pattern, LISTS))
    assert len(written) == count(pattern, LISTS)
    assert all(normalise(each) and not set(SIGNS) & set(each) for each in written)


@given(st.text(alphabet="()[]{}| ab؟", max_size=30))
def test_any_text_is_a_pattern_or_refused_at_a_place(text: str) -> None:
    assert _place_of_mistake(text) <= max(len(text), 1)


def _place_of_mistake(text: str) -> int:
    """Return where a text stops being a pattern, from 1; 0 where it is one, and writes something."""
    try:
        return 0 if count(parse(text), _lists(text)) else len(text) + 2
    except PatternError as error:
        return error.at or len(text) + 2


def _lists(text: str) -> dict[str, tuple[str, ...]]:
    """Return a list for whatever name the text may use."""
    names = (part.split("}")[0].strip() for part in text.split("{")[1:])
    return dict.fromkeys(names, ("word",))


def asked(*lines: str, **written: list[str]) -> Asked:
    return Asked.model_validate({**written, "patterns": {"en": list(lines)}})


def test_the_sample_is_the_same_each_time_and_patterns_take_turns() -> None:
    two = asked("(a|b|c|d|e) (f|g|h|i|j) first", "(a|b|c|d|e) second")
    words = WordsShape.model_validate({"most": "8"})
    taught = sample(two, words)
    assert taught == sample(two, words)
    assert [each.text.split()[-1] for each in taught] == ["first", "second"] * 4
    assert {each.at for each in taught} == {at for _, at, _ in patterns(two)}


def test_a_word_more_in_a_list_changes_little() -> None:
    before = everything("({w}) now", {"w": tuple(f"word{number}" for number in range(100))})
    after = everything("({w}) now", {"w": tuple(f"word{number}" for number in range(101))})
    assert [each for each in after if each in before] == before


def test_nothing_is_taught_twice_nor_what_is_written_out() -> None:
    taught = sample(asked("so (long|LONG|far)", "so far[?]", en=["So long!"]), WordsShape())
    assert [each.text for each in taught] == ["so far"] or [each.text for each in taught] == ["so far?"]


@pytest.mark.parametrize("line", ["so (long", "{nowhere} long", "(a|b|c|d) " * 6])
def test_a_pattern_that_a_rule_refuses_writes_nothing(line: str) -> None:
    assert sample(asked(line), WordsShape()) == ()


def with_pattern(small: Path, line: str) -> Path:
    change(
        small, "knowledge/common/review-time.yaml", "answer:\n", f"  patterns:\n    en: ['{line}']\nanswer:\n"
    )
    (small / "knowledge/words.yaml").write_text(
        "most: 5\nlists: {soon: {en: [soon, quickly, fast]}}\n", "utf-8"
    )
    return small


def test_the_matcher_is_taught_the_sample_in_every_organisation(small: Path, cache: Path) -> None:
    library: Library = served(with_pattern(small, "how {soon} (is|comes) your verdict"), cache)
    phrases = [each for each in library.corpora["aoun"].phrases if each.text.endswith("your verdict")]
    assert len(phrases) == 5
    assert {(each.topic, each.language) for each in phrases} == {("review-time", "en")}


def test_a_preview_shows_all_and_what_is_taught(small: Path) -> None:
    root = with_pattern(small, "how {soon} (is|comes) your verdict")
    shown = expand(root / "knowledge", root / "flows", "review-time")
    (preview,) = shown.previews
    assert (preview.file, preview.line, preview.language) == ("knowledge/common/review-time.yaml", 38, "en")
    assert (len(preview.all), len(preview.taught)) == (6, 5)
    assert preview.all[:5] == preview.taught
    assert shown.problems == ()


def test_a_preview_tells_what_is_wrong(small: Path) -> None:
    root = with_pattern(small, "how {son} is it")
    shown = expand(root / "knowledge", root / "flows", "review-time")
    assert [(each.rule, each.line) for each in shown.problems] == [("unknown-word-list", 38)]
    assert shown.previews[0].all == ()
    with pytest.raises(UnknownTopic) as raised:
        expand(root / "knowledge", root / "flows", "review-tim")
    assert raised.value.hint is not None
    assert "review-time" in raised.value.hint["en"]
