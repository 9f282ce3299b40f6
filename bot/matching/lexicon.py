"""Rewrite dialect words and synonyms to one canonical word, by the lexicon that authors edit."""

from collections.abc import Iterator, Mapping

from bot.matching.normalise import is_latin, normalise
from bot.matching.resources import Lexicon, TokenRule
from bot.matching.stems import english_stem

_SHORTEST_REST = 3  # letters that must be left when a suffix is cut off a form


class Rewriter:
    """Rewrites normalised texts. Built once from the lexicon, then immutable."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words: dict[str, str] = {}
        self._phrases: dict[tuple[str, ...], str] = {}
        for block in lexicon.blocks.values():
            self._add(block.entries)
        self._longest = max((len(phrase) for phrase in self._phrases), default=1)
        self._rules = lexicon.rules
        self._prefixes = tuple(normalise(prefix) for prefix in lexicon.prefixes)
        self._before = {normalise(rule.word): rule for rule in lexicon.before}
        self._suffixes = tuple(normalise(suffix) for suffix in lexicon.suffixes)

    def __call__(self, text: str) -> str:
        """Return the rewritten form of a normalised text."""
        return " ".join(self._rewritten(text.split()))

    def __contains__(self, word: str) -> bool:
        return word in self._words or self._lookup(word) is not None

    @property
    def words(self) -> Mapping[str, str]:
        """Every single-word form → its canonical word, both normalised."""
        return self._words

    def _add(self, entries: Mapping[str, tuple[str, ...]]) -> None:
        for canonical, forms in entries.items():
            target = normalise(canonical)
            self._words.setdefault(target, target)
            for form in map(normalise, forms):
                if " " in form:
                    self._phrases.setdefault(tuple(form.split()), target)
                else:
                    self._words.setdefault(form, target)

    def _rewritten(self, words: list[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            length, canonical = self._phrase_at(words, at)
            if length:
                yield canonical
                at += length
            else:
                yield self._read_before(words, at) or self._word(words[at])
                at += 1

    def _phrase_at(self, words: list[str], at: int) -> tuple[int, str]:
        for length in range(min(self._longest, len(words) - at), 1, -1):
            found = self._phrases.get(tuple(words[at : at + length]))
            if found is not None:
                return length, found
        return 0, ""

    def _read_before(self, words: list[str], at: int) -> str | None:
        rule = self._before.get(words[at])
        follows = rule is not None and at + 1 < len(words) and words[at + 1].startswith(rule.next)
        return normalise(rule.read) if rule is not None and follows else None

    def _word(self, word: str) -> str:
        found = self._lookup(word)
        if found is not None:
            return found
        ruled = self._ruled(word)
        if ruled == word:
            return word
        return " ".join(self._lookup(part) or part for part in ruled.split())

    def _ruled(self, word: str) -> str:
        for rule in self._rules:
            if _applies(rule, word):
                return rule.put + word[len(rule.starts) : len(word) - len(rule.ends)]
        return word

    def _lookup(self, word: str) -> str | None:
        if word in self._words:
            return self._words[word]
        if is_latin(word):
            return self._words.get(english_stem(word))
        bare = self._without_prefix(word)
        return bare if bare is not None else self._without_suffix(word)

    def _without_prefix(self, word: str) -> str | None:
        for prefix in self._prefixes:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) > 1 and rest in self._words:
                return self._words[rest]
        return None

    def _without_suffix(self, word: str) -> str | None:
        for suffix in self._suffixes:
            rest = word[: -len(suffix)]
            if not word.endswith(suffix) or len(rest) < _SHORTEST_REST:
                continue
            found = self._words.get(rest) or self._without_prefix(rest)
            if found is not None:
                return found
        return None


def _applies(rule: TokenRule, word: str) -> bool:
    fits = len(word) >= rule.least and word.startswith(rule.starts) and word.endswith(rule.ends)
    return fits and not word.startswith(rule.unless or ("\0",))
