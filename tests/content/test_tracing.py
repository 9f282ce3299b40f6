"""Which entries of the lexicon read the words of a text otherwise."""

import pytest

from bot.content import Library, Rewrite, rewrites
from bot.matching import Lexicon, normalise
from bot.matching.lexicon import Rewriter
from bot.matching.resources import LexiconBlock, NextRule, TokenRule

LEXICON = Lexicon(
    blocks={
        "wishes": LexiconBlock(entries={"اريد": ("ابغى", "في خاطري", "في خاطري انا")}),
        "things": LexiconBlock(entries={"طلب": ("معامله",)}),
    },
    rules=(TokenRule(starts="بي", put="ي"),),
    before=(NextRule(word="ما", next=("ال",), read="ماذا"),),
    prefixes=("ال",),
    suffixes=("ي",),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ابغى معامله", [("ابغى", "اريد", "wishes"), ("معامله", "طلب", "things")]),
        ("في خاطري معامله", [("في خاطري", "اريد", "wishes"), ("معامله", "طلب", "things")]),
        ("في خاطري انا سؤال", [("في خاطري انا", "اريد", "wishes")]),
        ("طلب بيوصل", [("بيوصل", "يوصل", "rules: بي…")]),
        ("المعامله", [("المعامله", "طلب", "things")]),
        ("ما السبب", [("ما السبب", "ماذا السبب", "before")]),
        ("طلب سؤال", []),
    ],
)
def test_each_change_is_told_with_its_place(text: str, found: list[tuple[str, str, str]]) -> None:
    wanted = [Rewrite(said=normalise(said), read=normalise(read), by=by) for said, read, by in found]
    assert rewrites(LEXICON, normalise(text)) == wanted


def test_the_pieces_together_are_what_the_matcher_reads(library: Library) -> None:
    lexicon = library.resources.lexicon
    for said in ("وش اسوي عشان اقدم على طلب", "ماعرفتش كيف اكلم الباحثه", "بيوصل الرد متى"):
        text = normalise(said)
        told = text
        for each in rewrites(lexicon, text):
            told = told.replace(each.said, each.read, 1)
        assert told == Rewriter(lexicon)(text)
