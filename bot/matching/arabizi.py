"""Read Arabic that is written in Latin letters, by the rules and words of knowledge/arabizi.yaml."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Indel

from bot.matching.normalise import normalise
from bot.matching.resources import Arabizi
from bot.matching.sounds import sound_key, sound_shape

_VOWELS = {"a": "ا", "e": "ي", "i": "ي", "o": "و", "u": "و"}
_FOLD = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u"}
_MOST_KEYS = 12  # readings of one word that are tried
_LIKE = 0.58  # similarity of shapes from which a vocabulary word is taken
_AFFIX_COST = 0.04  # a whole word is preferred to article + word
_SHORTEST_REST = 2  # letters after a prefix
_SHORTEST_STEM = 3  # letters before a suffix
_SUN = 4
_LETTERS = 0.15  # how much the letters count beside the sound
_CACHED = 1 << 12  # words whose reading is remembered
_SURE = 0.82  # similarity from which a word counts as evidence of Arabizi


class Transliterator:
    """Turns words in Latin letters into Arabic ones. Built once, then immutable."""

    def __init__(self, arabizi: Arabizi, vocabulary: Iterable[str]) -> None:
        self._words = _spellings(arabizi.words)
        self._letters = {normalise(unit): letters for unit, letters in arabizi.letters.items()}
        self._longest = max(map(len, self._letters), default=1)
        self._prefixes = {normalise(latin): arabic for latin, arabic in arabizi.prefixes.items()}
        self._suffixes = {normalise(latin): arabic for latin, arabic in arabizi.suffixes.items()}
        self._by_key: dict[str, list[str]] = {}
        for word in dict.fromkeys([*vocabulary, *self._words.values()]):
            if " " not in word:
                self._by_key.setdefault(sound_key(word), []).append(word)
        self._best = lru_cache(_CACHED)(self._likeliest)

    @property
    def spellings(self) -> Mapping[str, str]:
        """Latin spelling → Arabic word, as authors list them."""
        return self._words

    def __call__(self, word: str) -> str:
        """Return the Arabic reading of a normalised Latin word."""
        known = self._words.get(word)
        if known is not None:
            return known
        best, score = self._best(word)
        return best if score >= _LIKE else self._letter_by_letter(word)

    def sounds_known(self, word: str) -> bool:
        """Say whether a Latin word clearly stands for a known Arabic one."""
        return word in self._words or self._best(word)[1] >= _SURE

    def _likeliest(self, word: str) -> tuple[str, float]:
        best, top = "", 0.0
        for before, core, after in self._splits(word):
            cost = _AFFIX_COST * (bool(before) + bool(after))
            found, score = self._nearest(core)
            if score - cost > top:
                best, top = before + found + after, score - cost
        return best, top

    def _nearest(self, core: str) -> tuple[str, float]:
        known = self._words.get(core)
        if known is not None:
            return known, 1.0
        shape, plain = self._shape(core), self._letter_by_letter(core)
        likely = ((_likeness(shape, plain, word), word) for word in self._candidates(core))
        score, found = max(likely, default=(0.0, ""))
        return found, score

    def _splits(self, word: str) -> Iterator[tuple[str, str, str]]:
        """Yield (Arabic prefix, Latin core, Arabic suffix), the whole word first."""
        for before, rest in self._beginnings(word):
            yield before, rest, ""
            for latin, after in self._suffixes.items():
                core = rest[: -len(latin)]
                if rest.endswith(latin) and len(core) >= _SHORTEST_STEM:
                    yield before, core, after

    def _beginnings(self, word: str) -> Iterator[tuple[str, str]]:
        yield "", word
        for latin, arabic in self._prefixes.items():
            rest = word[len(latin) :]
            if word.startswith(latin) and len(rest) >= _SHORTEST_REST:
                yield arabic, rest
        if len(word) > _SUN and word[0] in "aei" and word[1] == word[2]:
            yield "ال", word[2:]  # the article melts into a sun letter: errad, assijil

    def _candidates(self, word: str) -> Iterator[str]:
        for key in self._keys(word):
            yield from self._by_key.get(key, ())

    def _keys(self, word: str) -> Iterator[str]:
        bare = word[:-1] if word.endswith("h") and len(word) > 3 and word[-2] in "ae" else word
        choices = [self._sounds(unit) for unit in self._units(bare)]
        seen: set[str] = set()
        for tried, sounds in enumerate(product(*choices)):
            if tried >= _MOST_KEYS:
                return
            key = _undoubled("".join(sounds))
            if key not in seen:
                seen.add(key)
                yield key

    def _sounds(self, unit: str) -> tuple[str, ...]:
        if unit in _VOWELS:
            return ("",)
        readings = self._letters.get(unit, (unit,))
        return tuple(dict.fromkeys(sound_key(normalise(reading)) for reading in readings))

    def _shape(self, word: str) -> str:
        shape = []
        for unit in self._units(word):
            first = self._letters.get(unit, (unit,))[0]
            shape.append(_FOLD.get(unit[0]) or sound_shape(normalise(first) or "ا"))
        return _undoubled("".join(shape))

    def _letter_by_letter(self, word: str) -> str:
        units = list(self._units(word))
        letters = [self._letter(units, at) for at in range(len(units))]
        return normalise("".join(letters)) or word

    def _letter(self, units: list[str], at: int) -> str:
        unit = units[at]
        if unit not in _VOWELS:
            return self._letters.get(unit, (unit,))[0]
        if at == 0:
            return "ا"
        doubled = unit == units[at - 1]  # a single vowel within a word is short: not written
        return _VOWELS[unit] if doubled or at == len(units) - 1 else ""

    def _units(self, word: str) -> Iterator[str]:
        at = 0
        while at < len(word):
            size = next((n for n in range(self._longest, 1, -1) if word[at : at + n] in self._letters), 1)
            yield word[at : at + size]
            at += size


def _likeness(shape: str, plain: str, word: str) -> float:
    """Compare by sound, and a little by letters: ثاني and طعني sound alike, th is no ط."""
    letters = Indel.normalized_similarity(plain, word)
    return (1 - _LETTERS) * Indel.normalized_similarity(shape, sound_shape(word)) + _LETTERS * letters


def _spellings(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for arabic, latin in words.items():
        for spelling in latin:
            table.setdefault(normalise(spelling), normalise(arabic))
    return table


def _undoubled(text: str) -> str:
    return "".join(sign for i, sign in enumerate(text) if i == 0 or sign != text[i - 1])
