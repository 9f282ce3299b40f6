"""Correct words that no phrasing knows to the nearest word that one does."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.normalise import is_arabic, is_latin
from bot.matching.sounds import sound_key

_SHORTEST = 4  # shorter words have too many neighbours of another meaning
_LONG = 8  # from this length on two letters may be wrong
_MOST = 8  # corrections tried in one text: the time that a text may cost is bounded
_SHORTEST_PART = 2
_SOUNDING = 6  # from this length on two letters may be wrong where the consonants are the same
_CONFUSED = str.maketrans("ظذثصط", "ضدتست")  # letters that are heard alike and typed for each other
_WRITTEN_TOGETHER = ("وال", "بال", "لل", "ال", "و", "ف", "ب", "ل")  # with the next word, the longest first
_DOUBLED = re.compile(r"(?<=.)(.)\1")  # not at the beginning: لل is "to the"
_DOUBLED_AT_THE_END = re.compile(r"(.)\1$")
_CACHED = 1 << 12  # words remembered: the parts of a message are read after the whole


class Speller:
    """Corrects single words and splits run-together ones. Built once, then immutable."""

    def __init__(self, vocabulary: Iterable[str], known: Callable[[str], bool]) -> None:
        self._known = known
        self._vocabulary = frozenset(vocabulary)
        self._by_length: dict[tuple[bool, int], list[str]] = {}
        self._corrected = lru_cache(_CACHED)(self._correct)
        self._confused: dict[str, str] = {}  # only where the letters differ
        for word in sorted(self._vocabulary):
            if len(word) >= _SHORTEST:
                self._by_length.setdefault((is_latin(word), len(word)), []).append(word)
                if (heard := word.translate(_CONFUSED)) != word:
                    self._confused.setdefault(heard, word)

    def __call__(self, words: list[str]) -> list[str]:
        """Return the words as they were probably meant; known words stay as they are."""
        tried, read = 0, []
        for typed in words:
            word = self._with_right_letters(self._undoubled(typed))
            if tried >= _MOST or self._stays(word):
                read.append(word)
                continue
            tried += 1
            read.append(self._corrected(word))
        return read

    def _undoubled(self, word: str) -> str:
        """Return an Arabic word that no phrasing has without a letter that a hurried finger wrote twice."""
        if word in self._vocabulary or not is_arabic(word):
            return word
        for doubled in (_DOUBLED_AT_THE_END, _DOUBLED):
            once = doubled.sub(r"\1", word)
            if once != word and once in self._vocabulary:
                return once
        once = _DOUBLED_AT_THE_END.sub(r"\1", word)
        return once if len(once) >= _SHORTEST and not self._known(word) and self._known(once) else word

    def _with_right_letters(self, word: str) -> str:
        """Return the word of the phrasings that is this one but for letters that sound alike (الحظور)."""
        if len(word) < _SHORTEST or word in self._vocabulary:
            return word
        heard = word.translate(_CONFUSED)
        return heard if heard in self._vocabulary else self._confused.get(heard, word)

    def _stays(self, word: str) -> bool:
        short = len(word) < _SHORTEST or word.isdigit()
        return short or word in self._vocabulary or self._known(word)

    def _correct(self, word: str) -> str:
        return self._nearest(word) or self._sounding(word) or self._split(word) or self._behind(word) or word

    def _nearest(self, word: str) -> str | None:
        distance = 2 if len(word) >= _LONG else 1
        best: tuple[int, str] | None = None
        for length in range(len(word) - distance, len(word) + distance + 1):
            found = process.extractOne(
                word,
                self._by_length.get((is_latin(word), length), ()),
                scorer=OSA.distance,
                score_cutoff=distance if best is None else best[0] - 1,
            )
            if found is not None and (best is None or found[1] < best[0]):
                best = (int(found[1]), str(found[0]))
        return best[1] if best else None

    def _sounding(self, word: str) -> str | None:
        """Return the word with the same consonants that is two letters away at most (بينتاي: بياناتي)."""
        if not _SOUNDING <= len(word) < _LONG or not is_arabic(word):
            return None
        sound = sound_key(word)
        alike = [
            (distance, other)
            for length in range(max(_SOUNDING, len(word) - 2), len(word) + 3)
            for other, distance, _ in process.extract(
                word,
                self._by_length.get((False, length), ()),
                scorer=OSA.distance,
                score_cutoff=2,
                limit=None,
            )
            if sound_key(other) == sound
        ]
        return min(alike)[1] if alike else None

    def _behind(self, word: str) -> str | None:
        """Return a word corrected behind what Arabic writes together with it (لمقابة: لمقابلة)."""
        for first in _WRITTEN_TOGETHER if is_arabic(word) else ():
            rest = word.removeprefix(first)
            if rest != word and len(rest) >= _SHORTEST:
                found = rest if rest in self._vocabulary else self._nearest(rest)
                return first + found if found else None
        return None

    def _split(self, word: str) -> str | None:
        if is_latin(word):  # English compounds are words: outside is not "out side"
            return None
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, second = word[:at], word[at:]
            if len(word) > _SHORTEST and first in self._vocabulary and second in self._vocabulary:
                return f"{first} {second}"
        return None
