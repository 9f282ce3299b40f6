"""Turn a reading into sparse features: several views of one text, each a bag of hashed n-grams.

A feature is a 32-bit CRC of its text, seeded by its view. Two features of one corpus share a
code once in ten thousand; a vocabulary then takes four bytes a feature instead of a hundred.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from bot.matching.reader import Read
from bot.matching.sounds import sound_key
from bot.matching.stems import root, stem

View = Callable[[Read, int], list[int]]  # (reading, seed) → feature codes

_SHORTEST_GRAM, _LONGEST_GRAM = 2, 5  # letters
_PAIR_REACH = 3  # words
_CACHED = 1 << 13  # words whose letters are remembered: about 1 kB each


def features(read: Read) -> list[list[int]]:
    """Return the feature codes of a text, with repetitions: one list for each of `VIEWS`."""
    return [view(read, seed) for seed, view in enumerate(VIEWS)]


def known_words(read: Read) -> set[int]:
    """Return codes of the distinct rewritten roots: what coverage is measured with."""
    return {crc32(root(word).encode()) for word in read.rewritten.split()}


def _codes(grams: Iterable[str], seed: int) -> list[int]:
    return [crc32(gram.encode(), seed) for gram in grams]


def _letters(words: Iterable[str], seed: int) -> list[int]:
    return [code for word in words for code in _letters_of(word, seed)]


@lru_cache(_CACHED)
def _letters_of(word: str, seed: int) -> tuple[int, ...]:
    padded = f" {word} "
    sizes = range(_SHORTEST_GRAM, min(_LONGEST_GRAM, len(padded)) + 1)
    return tuple(
        _codes((padded[at : at + size] for size in sizes for at in range(len(padded) - size + 1)), seed)
    )


def _words(words: list[str]) -> Iterator[str]:
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


def _pairs(words: list[str]) -> Iterator[str]:
    yield from words
    for at, word in enumerate(words):
        for other in words[at + 1 : at + 1 + _PAIR_REACH]:
            yield "|".join(sorted((word, other)))


def _roots(text: str) -> list[str]:
    return [root(word) for word in text.split()]


def _raw_roots(read: Read, seed: int) -> list[int]:
    return _codes(_words(_roots(read.arabic)), seed)


def _rewritten_roots(read: Read, seed: int) -> list[int]:
    return _codes(_words(_roots(read.rewritten)), seed)


def _raw_letters(read: Read, seed: int) -> list[int]:
    return _letters(read.plain.split(), seed)


def _rewritten_letters(read: Read, seed: int) -> list[int]:
    return _letters(read.rewritten.split(), seed)


def _root_letters(read: Read, seed: int) -> list[int]:
    return _letters(" ".join(_roots(read.rewritten)).split(), seed)


def _stem_pairs(read: Read, seed: int) -> list[int]:
    return _codes(_pairs([stem(word) for word in read.rewritten.split()]), seed)


def _sounds(read: Read, seed: int) -> list[int]:
    return _letters(" ".join(map(sound_key, read.arabic.split())).split(), seed)


VIEWS: tuple[View, ...] = (
    _raw_roots,
    _rewritten_roots,
    _raw_letters,
    _rewritten_letters,
    _root_letters,
    _stem_pairs,
    _sounds,
)
