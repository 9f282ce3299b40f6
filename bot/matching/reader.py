"""Read a text: fold it, tell its language, turn Arabizi into Arabic, mend spelling, rewrite dialect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.matching.arabizi import Transliterator
from bot.matching.language import LanguageJudge, TextLanguage
from bot.matching.normalise import is_latin, normalise
from bot.matching.prepared import Prepared
from bot.matching.spelling import Speller
from bot.matching.stems import english_stem, root
from bot.matching.vocabulary import Vocabulary

_NAMED = "جمعيه"  # what an organisation's name is read as
_JOINED = ("و", "ف", "ب", "ل", "ك")  # letters that Arabic writes together with the next word
_TELLING_ROOT = 3  # letters: a shorter pseudo-root is shared by strangers
_LONGEST_LATIN_KEPT = 4  # in Arabizi a longer English word is taken as English


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A text as the matcher sees it: each form is words joined by single spaces."""

    language: TextLanguage | None
    normalised: str  # folded, as typed
    plain: str  # without the organisation's name
    arabic: str  # Arabizi as Arabic, spelling mended
    rewritten: str  # dialect and synonyms as canonical words
    corrections: tuple[tuple[str, str], ...]  # (as typed, as read)


class Reader:
    """Reads texts with the resources of the authors and the vocabulary of the phrasings."""

    def __init__(self, prepared: Prepared, vocabulary: Vocabulary, names: Iterable[str] = ()) -> None:
        self._rewrite = prepared.rewrite
        arabic, latin = prepared.arabic, prepared.latin
        self._transliterate = Transliterator(
            prepared.arabizi, [*vocabulary.arabic, *arabic, *prepared.danger_words]
        )
        english = prepared.english.union(vocabulary.english)
        spelt = frozenset(vocabulary.arabizi) | frozenset(self._transliterate.spellings)
        self.language = LanguageJudge(english, spelt, self._transliterate)
        self._far = prepared.far  # no misspelt near word
        self._roots = prepared.roots.union(map(root, vocabulary.arabic))
        self._english = english | frozenset(map(english_stem, english))
        self._spell = Speller([*vocabulary.arabic, *vocabulary.english, *arabic, *latin], self._knows)
        self._names = sorted((tuple(normalise(name).split()) for name in names), key=len, reverse=True)

    def __call__(self, text: str, *, mend: bool = True) -> Read:
        """Read a text; `mend=False` leaves the spelling alone (phrasings are right by definition)."""
        folded = normalise(text)
        language = self.language(folded)
        plain = self._unnamed(folded.split())
        arabic = self._in_arabic(plain) if language == "arabizi" else plain
        spelt = self._spell(arabic) if mend and language != "arabizi" else arabic
        corrections = tuple((old, new) for old, new in zip(plain, spelt, strict=True) if old != new)
        joined = " ".join(self._unnamed(" ".join(spelt).split()))
        return Read(
            language=language,
            normalised=folded,
            plain=" ".join(plain),
            arabic=joined,
            rewritten=self._rewrite(joined),
            corrections=corrections,
        )

    def in_arabic(self, text: str) -> str:
        """Return a normalised Arabizi text in Arabic letters, spelling as it is."""
        return " ".join(self._in_arabic(text.split()))

    def _knows(self, word: str) -> bool:
        if word in self._far:
            return True
        if is_latin(word):
            return word in self._english or english_stem(word) in self._english
        core = root(word)
        return word in self._rewrite or (len(core) >= _TELLING_ROOT and core in self._roots)

    def _in_arabic(self, words: Sequence[str]) -> list[str]:
        return [self._word_in_arabic(word) if is_latin(word) else word for word in words]

    def _word_in_arabic(self, word: str) -> str:
        listed = word in self._transliterate.spellings
        if not listed and len(word) > _LONGEST_LATIN_KEPT and self.language.is_english(word):
            return word
        return self._transliterate(word)

    def _unnamed(self, words: list[str]) -> list[str]:
        text = " ".join(words)
        for name in self._names:
            if " ".join(name) in text:
                words = _without_name(words, name)
        return words


def _without_name(words: list[str], name: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(words):
        if name and _is_name(words[at : at + len(name)], name):
            kept.append(_NAMED)
            at += len(name)
        else:
            kept.append(words[at])
            at += 1
    return kept


def _is_name(words: Sequence[str], name: tuple[str, ...]) -> bool:
    if len(words) < len(name) or tuple(words[1:]) != name[1:]:
        return False
    return words[0] == name[0] or (words[0][1:] == name[0] and words[0].startswith(_JOINED))
