"""Folding, language, spelling, lexicon and Arabizi: data beside this file and in knowledge/."""

from collections import defaultdict

import pytest

from bot.matching import Prepared, Resources, TopicMatcher, normalise
from bot.matching.lexicon import Rewriter
from bot.matching.reader import Reader
from bot.matching.resources import Spoken
from bot.matching.spelling import Speller
from bot.matching.vocabulary import Vocabulary
from tests.matching.written import authors_resources, lexicon_tests, written


@pytest.mark.parametrize("row", written("normalise"), ids=lambda row: row["say"])
def test_a_text_is_folded(row: dict[str, str]) -> None:
    assert normalise(row["say"]) == row["read"]


@pytest.mark.parametrize("row", written("language"), ids=lambda row: row["say"])
def test_a_language_is_told(row: dict[str, str], resources: Resources) -> None:
    told = Reader(Prepared(resources), Vocabulary()).language(normalise(row["say"]))
    assert (told or "none") == row["read"]


def test_arabizi_counts_as_arabic(matcher: TopicMatcher) -> None:
    assert [matcher.language(text) for text in ("kef a7jez", "book a room", "كيف", "?!")] == [
        "ar", "en", "ar", None,
    ]  # fmt: skip


@pytest.mark.parametrize("row", written("spelling")["rows"], ids=lambda row: row["say"])
def test_spelling_is_mended(row: dict[str, str]) -> None:
    known = frozenset(map(normalise, written("spelling")["known"]))
    mended = Speller(known, known.__contains__)([normalise(row["say"])])
    assert " ".join(mended) == normalise(row["read"])


@pytest.mark.parametrize("spoken", lexicon_tests(), ids=lambda spoken: spoken.say)
def test_the_lexicon_rewrites(spoken: Spoken, resources: Resources) -> None:
    assert Rewriter(resources.lexicon)(normalise(spoken.say)) == normalise(spoken.read)


def test_a_form_stands_in_one_place(resources: Resources) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for block in resources.lexicon.blocks.values():
        for canonical, forms in block.entries.items():
            for form in (canonical, *forms):
                places[normalise(form)].add(normalise(canonical))
    assert {form: homes for form, homes in places.items() if len(homes) > 1} == {}


@pytest.mark.parametrize("spoken", authors_resources().arabizi.tests, ids=lambda spoken: spoken.say)
def test_arabizi_is_read(spoken: Spoken, resources: Resources) -> None:
    read = Reader(Prepared(resources), Vocabulary())(spoken.say)
    assert (read.language, read.arabic) == ("arabizi", normalise(spoken.read))


def test_a_name_decides_nothing(resources: Resources) -> None:
    reader = Reader(Prepared(resources), Vocabulary(), ["مكتبة النخيل", "Palm Library"])
    assert reader("وين مكتبة النخيل").plain == "وين جمعيه"
    assert reader("اكتب لمكتبة النخيل").plain == "اكتب جمعيه"
    assert reader("where is Palm Library").plain == "where is جمعيه"
