"""Fold a text to the letters that carry its meaning: one spelling for what people write in many ways.

`normalise` is idempotent: folding a folded text changes nothing (a property test holds it).
"""

import re
import unicodedata

_DIGITS = {base + i: str(i) for base in (0x660, 0x6F0) for i in range(10)}
_LETTERS = {
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه",
    "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "چ": "ك", "گ": "ق", "ڨ": "ق",
    "پ": "ب", "ڤ": "ف", "ژ": "ز", "ں": "ن", "ۆ": "و", "ۇ": "و",
    "ء": "", "ـ": "", "_": " ",
}  # fmt: skip
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"\w+")
_LETTER_IN_LATIN = re.compile(r"[a-z]")
_LETTER_IN_ARABIC = re.compile(r"[\u0620-\u064a]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z0-9])['’`ʼ](?=[A-Za-z0-9])")
_PLAIN = re.compile("[a-z0-9ءابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ]*")  # these decompose into themselves
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"})
_SPACES = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85")


class _Folding(dict[int, str]):
    """What each sign becomes, for `str.translate`; a sign is looked up in Unicode only once."""

    def __missing__(self, code: int) -> str:
        self[code] = seen = _visible(chr(code))
        return seen


def normalise(text: str) -> str:
    """Return the words of `text`, folded and joined by single spaces; empty where there is no word.

    Marks, tatweel and invisible characters go; alef, ya, ta marbuta and hamza seats become one
    letter each; digits become ASCII; a letter written three times or more is written once.
    """
    open_text = text
    if not _PLAIN.fullmatch(text):
        open_text = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text).casefold())
        open_text = unicodedata.normalize("NFKD", open_text.casefold())
    words = " ".join(_WORD.findall(open_text.translate(_FOLD)))
    return _RUN.sub(r"\1", words)


def is_arabic(word: str) -> bool:
    """Say whether a normalised word is written in Arabic letters."""
    return _LETTER_IN_ARABIC.search(word) is not None


def is_latin(word: str) -> bool:
    """Say whether a normalised word has a Latin letter and no Arabic one."""
    return _LETTER_IN_LATIN.search(word) is not None and not is_arabic(word)


def letters(text: str) -> tuple[int, int]:
    """Count (Arabic, Latin) letters of a normalised text."""
    return len(_LETTER_IN_ARABIC.findall(text)), len(_LETTER_IN_LATIN.findall(text))


def _visible(char: str) -> str:
    if char in _SPACES:
        return " "
    return "" if unicodedata.category(char) in _INVISIBLE else char


_FOLD = _Folding({**_DIGITS, **{ord(letter): folded for letter, folded in _LETTERS.items()}})
