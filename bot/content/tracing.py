"""Which entries of the lexicon read the words of a text otherwise: for authors who ask why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.matching.lexicon import Rewriter
from bot.matching.normalise import normalise
from bot.matching.resources import Lexicon, TokenRule

_LONGEST = 6  # words of a phrase that is looked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """Words that were read as others."""

    said: str
    read: str
    by: str  # where it stands in knowledge/lexicon.yaml


def rewrites(lexicon: Lexicon, text: str) -> list[Rewrite]:
    """Return what the lexicon changes in a normalised text, in the order of its words."""
    rewrite, words = Rewriter(lexicon), text.split()
    return [
        Rewrite(said=said, read=read, by=_place(lexicon, said, read))
        for said, read in _read(rewrite, words)
        if said != read
    ]


def _read(rewrite: Rewriter, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text that are read together, and what each is read as."""
    at = 0
    while at < len(words):
        length = max(
            (n for n in range(2, _LONGEST + 1) if _hangs_together(rewrite, words[at : at + n], n)), default=1
        )
        said = " ".join(words[at : at + length])
        yield said, rewrite(said)
        at += length


def _hangs_together(rewrite: Rewriter, words: Sequence[str], length: int) -> bool:
    """Tell whether the first and the last of the words have a part in how the whole is read."""
    if len(words) < length:
        return False
    whole = rewrite(" ".join(words))
    ends = (
        (rewrite(words[0]), rewrite(" ".join(words[1:]))),
        (rewrite(" ".join(words[:-1])), rewrite(words[-1])),
    )
    return all(whole != " ".join(end) for end in ends)


def _place(lexicon: Lexicon, said: str, read: str) -> str:
    """Return what of the lexicon did it: the block of a word, a rule of endings, a word before another."""
    for name, block in lexicon.blocks.items():
        if any(normalise(canonical) == read for canonical in block.entries):
            return name
    first = said.split()[0]
    if any(normalise(rule.word) == first for rule in lexicon.before) and " " in said:
        return "before"
    ruled = next((rule for rule in lexicon.rules if _fits(rule, said)), None)
    return f"rules: {ruled.starts}…{ruled.ends}" if ruled is not None else "prefixes, suffixes"


def _fits(rule: TokenRule, word: str) -> bool:
    return word.startswith(rule.starts) and word.endswith(rule.ends)
