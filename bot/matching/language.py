"""Tell Arabic, English and Arabizi apart by the words that a text uses."""

import re
from collections.abc import Container
from typing import Literal

from bot.matching.arabizi import Transliterator
from bot.matching.normalise import is_latin, letters
from bot.matching.stems import english_stem

TextLanguage = Literal["ar", "en", "arabizi"]

_DIGIT_LETTER = re.compile(r"[a-z][235679]|[235679][a-z]")
_COUNTED = re.compile(r"\d+(st|nd|rd|th|am|pm|k|x|h|hr|hrs|d|day|days|kg|km|g|m|min|mb|gb|sar|sr|usd)")
_DIGIT, _LISTED, _ENGLISH, _SOUNDS = 2.0, 1.5, -1.2, 0.6  # evidence for Arabizi that a word gives


class LanguageJudge:
    """Judges normalised texts. Built once from word lists, then immutable."""

    def __init__(
        self, english: Container[str], arabizi: Container[str], transliterator: Transliterator
    ) -> None:
        self._english = english
        self._arabizi = arabizi
        self._transliterator = transliterator

    def __call__(self, text: str) -> TextLanguage | None:
        """Return the language of a normalised text; None where no word tells it."""
        arabic, latin = letters(text)
        if not arabic and not latin:
            return None
        if arabic * 2 >= latin:
            return "ar"
        evidence = sum(self._evidence(word) for word in text.split() if is_latin(word))
        return "arabizi" if evidence > 0 else "en"

    def is_english(self, word: str) -> bool:
        """Say whether a normalised word is a known English one."""
        return word in self._english or english_stem(word) in self._english

    def _evidence(self, word: str) -> float:
        if _COUNTED.fullmatch(word):
            return 0.0
        if _DIGIT_LETTER.search(word):
            return _DIGIT
        english, arabizi = self.is_english(word), word in self._arabizi
        if english or arabizi:
            return (_LISTED if arabizi else 0.0) + (_ENGLISH if english else 0.0) * (1.25 if arabizi else 1)
        return _SOUNDS if len(word) > 3 and self._transliterator.sounds_known(word) else 0.0
