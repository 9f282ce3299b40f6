"""How a word sounds, roughly: letters that people confuse become one, vowels go.

The same key is made from Arabic and from Latin letters, so Arabizi and misspellings meet the
Arabic words that they stand for.
"""

from functools import lru_cache

_SOUND = {
    "ب": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "j", "ح": "h", "ه": "h", "خ": "x", "د": "d", "ض": "d",
    "ذ": "d", "ظ": "d", "ر": "r", "ز": "z", "س": "s", "ص": "s", "ش": "c", "غ": "g", "ف": "f", "ق": "q",
    "ك": "k", "ل": "l", "م": "m", "ن": "n", "ع": "", "ا": "", "و": "", "ي": "",
}  # fmt: skip
_VOWEL = {"ا": "a", "ع": "a", "و": "u", "ي": "i"}
_FINAL = "ه"  # a final ta marbuta is heard as a vowel
_SHORTEST = 3
_CACHED = 1 << 15


@lru_cache(_CACHED)
def sound_key(word: str) -> str:
    """Return the consonants of an Arabic word as sound classes; other signs stand for themselves."""
    bare = word[:-1] if word.endswith(_FINAL) and len(word) > _SHORTEST else word
    return _undoubled("".join(_SOUND.get(letter, letter) for letter in bare))


@lru_cache(_CACHED)
def sound_shape(word: str) -> str:
    """Return consonants and long vowels of an Arabic word, to compare spellings with."""
    end = "a" if word.endswith(_FINAL) and len(word) > _SHORTEST else ""
    bare = word[:-1] if end else word
    return _undoubled("".join(_VOWEL.get(letter) or _SOUND.get(letter, letter) for letter in bare) + end)


def _undoubled(text: str) -> str:
    return "".join(sign for i, sign in enumerate(text) if i == 0 or sign != text[i - 1])
