"""Turn a reading into sparse features: several views of one text, each a bag of hashed n-grams.

A feature is a 32-bit CRC of its text, seeded by its view. Two features of one corpus share a
code once in ten thousand; a vocabulary then takes four bytes a feature instead of a hundred.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from zlib import crc32

from bot.matching.reader import Read
from bot.matching.sounds import sound_key
from bot.matching.stems import root, stem

View = Callable[[Read], Iterator[str]]

_SHORTEST_GRAM, _LONGEST_GRAM = 2, 5  # letters
_PAIR_REACH = 3  # words


def features(read: Read) -> list[list[int]]:
    """Return the feature codes of a text, with repetitions: one list for each of `VIEWS`."""
    return [[crc32(gram.encode(), seed) for gram in view(read)] for seed, view in enumerate(VIEWS)]


def known_words(read: Read) -> set[int]:
    """Return codes of the distinct rewritten roots: what coverage is measured with."""
    return {crc32(root(word).encode()) for word in read.rewritten.split()}


def _grams(text: str) -> Iterator[str]:
    for word in text.split():
        padded = f" {word} "
        for size in range(_SHORTEST_GRAM, min(_LONGEST_GRAM, len(padded)) + 1):
            for at in range(len(padded) - size + 1):
                yield padded[at : at + size]


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


def _raw_roots(read: Read) -> Iterator[str]:
    return _words(_roots(read.arabic))


def _rewritten_roots(read: Read) -> Iterator[str]:
    return _words(_roots(read.rewritten))


def _raw_letters(read: Read) -> Iterator[str]:
    return _grams(read.plain)


def _rewritten_letters(read: Read) -> Iterator[str]:
    return _grams(read.rewritten)


def _root_letters(read: Read) -> Iterator[str]:
    return _grams(" ".join(_roots(read.rewritten)))


def _stem_pairs(read: Read) -> Iterator[str]:
    return _pairs([stem(word) for word in read.rewritten.split()])


def _sounds(read: Read) -> Iterator[str]:
    return _grams(" ".join(map(sound_key, read.arabic.split())))


VIEWS: tuple[View, ...] = (
    _raw_roots,
    _rewritten_roots,
    _raw_letters,
    _rewritten_letters,
    _root_letters,
    _stem_pairs,
    _sounds,
)
