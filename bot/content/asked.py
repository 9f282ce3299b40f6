"""What a topic's file writes under `ask`: phrasings, and patterns that expand into phrasings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice, zip_longest

from bot.content.folding import folded
from bot.content.patterns import Lists, PatternError, count, parse, variants
from bot.content.reading import Place
from bot.content.shapes import Asked, WordsShape
from bot.matching import PhraseLanguage

PHRASE_LANGUAGES: tuple[PhraseLanguage, ...] = ("ar", "arabizi", "en")
MOST_OF_ONE = 1000  # phrasings that one pattern may write: the sample is drawn from all of them

Phrasing = tuple[PhraseLanguage, Place, str]  # language, place in the file, text


@dataclass(frozen=True, kw_only=True, slots=True)
class Expansion:
    """A phrasing that a pattern wrote, and where the pattern stands."""

    language: PhraseLanguage
    at: Place
    text: str


def phrasings(asked: Asked) -> Iterator[Phrasing]:
    """Yield language, place in the file and text of every phrasing that is written out."""
    for language in PHRASE_LANGUAGES:
        for number, text in enumerate(getattr(asked, language)):
            yield language, ("ask", language, number), text


def patterns(asked: Asked) -> Iterator[Phrasing]:
    """Yield language, place in the file and text of every pattern."""
    for language in PHRASE_LANGUAGES:
        for number, text in enumerate(getattr(asked.patterns, language)):
            yield language, ("ask", "patterns", language, number), text


def lists_of(words: WordsShape, language: PhraseLanguage) -> Lists:
    """Return the shared word lists that have words in a language."""
    return {name: found for name, each in words.lists.items() if (found := getattr(each, language))}


def everything(text: str, lists: Lists) -> list[str]:
    """Return all phrasings of a pattern, in an order that is always the same and follows no list.

    The order is by a hash of each phrasing, so that a word more in a list changes few places of it. A
    pattern that a rule refuses has none.
    """
    try:
        pattern = parse(text)
        if count(pattern, lists) > MOST_OF_ONE:
            return []
    except (PatternError, KeyError):
        return []
    return sorted(set(variants(pattern, lists)), key=_hash)


def expand(asked: Asked, words: WordsShape) -> tuple[Expansion, ...]:
    """Return a sample of what the patterns of one file write: at most `words.most`.

    The patterns take turns, so that none drowns another; nothing is said twice, nor what is written out.
    """
    heard = {folded(text) for _, _, text in phrasings(asked)}
    columns = [
        [
            Expansion(language=language, at=at, text=said)
            for said in everything(text, lists_of(words, language))
        ]
        for language, at, text in patterns(asked)
    ]
    return tuple(islice(_new(chain.from_iterable(zip_longest(*columns)), heard), words.most))


def _new(said: Iterator[Expansion | None], heard: set[str]) -> Iterator[Expansion]:
    for each in said:
        if each is not None and (key := folded(each.text)) and key not in heard:
            heard.add(key)
            yield each


def _hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def said(asked: Asked, expansions: Sequence[Expansion]) -> Iterator[Phrasing]:
    """Yield everything that a file teaches the matcher: phrasings, then the sample of its patterns."""
    yield from phrasings(asked)
    yield from ((each.language, each.at, each.text) for each in expansions)


def expanded(files: Mapping[str, Asked], words: WordsShape) -> dict[str, tuple[Expansion, ...]]:
    """Return the samples of several files."""
    return {file: expand(asked, words) for file, asked in files.items()}
