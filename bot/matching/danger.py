"""Recognise danger to life by rules, not by ranking: nothing learned may outvote them.

A pattern of knowledge/danger.yaml is words in their order: `a|b` alternatives, `{group}` a named
list, `*` any letters, a trailing `?` an optional word, `..` up to three words between, `..5` up to
five; a phrase among alternatives is joined by `_`. An Arabic word may carry a leading و, ف or ال.
Texts and patterns are compared normalised.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from bot.matching.normalise import is_arabic, normalise
from bot.matching.resources import Danger
from bot.messages import DangerKind

_GAP = re.compile(r"\.\.(\d*)")
_WORD = re.compile(r"\S+")
_GROUP = re.compile(r"\{([^}]*)\}")
_USUAL_GAP = 3  # words
_TELLING = 4  # letters of an open word that tell it from others
_LONGEST = 4000  # characters looked at: the longest message of any channel
_JOINED = ("", "و", "ف", "ال", "وال", "فال")
_BEFORE = "(?:[وف])?(?:ال)?"  # what Arabic writes together with a word
_DOUBLED = re.compile(r"([\u0620-\u064a])\1")  # hurried typing: انتححر


class DangerRules:
    """The rules, compiled. Immutable."""

    def __init__(self, danger: Danger) -> None:
        self._innocent = _Patterns(danger.innocent, danger.groups)
        self._kinds = {kind: _Patterns(rules.patterns, danger.groups) for kind, rules in danger.kinds.items()}
        self._misspelt = {
            normalise(wrong): normalise(right)
            for right, wrongs in danger.misspelt.items()
            for wrong in wrongs
        }

    def __call__(self, text: str) -> DangerKind | None:
        """Return the kind of danger that a normalised text speaks of, if any."""
        spelt = " ".join(self._misspelt.get(word, word) for word in text[:_LONGEST].split())
        if self._told(spelt) is None:  # most texts: figures of speech need not be looked for
            return None
        for pattern in self._innocent.likely(spelt):
            spelt = pattern.sub("#", spelt)
        return self._told(spelt)

    def _told(self, spelt: str) -> DangerKind | None:
        plain = _DOUBLED.sub(r"\1", spelt).replace("ظ", "ض")
        return self._kind(spelt) or (self._kind(plain) if plain != spelt else None)

    def _kind(self, spelt: str) -> DangerKind | None:
        placed = [(word.start(), word[0]) for word in _WORD.finditer(spelt)]
        for kind, patterns in self._kinds.items():
            if patterns.fit(spelt, placed):
                return kind
        return None


class _Patterns:
    """Patterns by their first word, so that a text tries only those that it can begin.

    A pattern is tried where one of its first words stands; one whose first word is not written whole
    (`*ضربني`), wherever a piece of it occurs.
    """

    def __init__(self, patterns: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> None:
        self._by_word: dict[str, list[re.Pattern[str]]] = {}
        self._by_piece: dict[str, list[re.Pattern[str]]] = {}
        for written in patterns:
            pattern = re.compile(_expression(written, groups))
            words, pieces = _beginnings(written, groups)
            for word in words:
                self._by_word.setdefault(word, []).append(pattern)
            for piece in pieces:
                self._by_piece.setdefault(piece, []).append(pattern)

    def fit(self, text: str, placed: Iterable[tuple[int, str]]) -> bool:
        """Say whether any pattern fits a text, whose words are given with their places."""
        return any(
            pattern.match(text, start) for start, word in placed for pattern in self._by_word.get(word, ())
        ) or any(pattern.search(text) for pattern in self._with_a_piece(text))

    def likely(self, text: str) -> Iterator[re.Pattern[str]]:
        """Yield the patterns that may fit a text, each once."""
        by_word = (self._by_word.get(word, ()) for word in dict.fromkeys(text.split()))
        yield from dict.fromkeys(chain(self._with_a_piece(text), *by_word))

    def _with_a_piece(self, text: str) -> Iterator[re.Pattern[str]]:
        found = (patterns for piece, patterns in self._by_piece.items() if piece in text)
        yield from dict.fromkeys(chain.from_iterable(found))


def danger_words(danger: Danger) -> Iterator[str]:
    """Yield the Arabic words of the rules, so that Arabizi is read as one of them."""
    for rules in danger.kinds.values():
        for pattern in rules.patterns:
            yield from _literals(_GROUP.sub("", pattern))
    for alternatives in danger.groups.values():
        for alternative in alternatives:
            yield from _literals(alternative)


def _literals(pattern: str) -> Iterator[str]:
    for word in re.split(r"[\s|?_]+", pattern):
        whole = max(word.split("*"), key=len)  # what is left of a word whose ends are open
        if is_arabic(whole) and (whole == word or len(whole) >= _TELLING):
            yield normalise(whole)


def _beginnings(written: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[set[str], set[str]]:
    """Return the words that a pattern may begin with, and pieces of those that are not written whole."""
    words: set[str] = set()
    pieces: set[str] = set()
    for token in written.split():
        for choice in _choices(token.rstrip("?"), groups):
            first = choice.replace("_", " ").split()[0]
            if "*" in first:
                pieces.add(max(map(normalise, first.split("*")), key=len))
            else:
                joined = _JOINED if is_arabic(first) else ("",)
                words.update(before + normalise(first) for before in joined)
        if not token.endswith("?"):
            break
    return words, pieces


def _expression(pattern: str, groups: Mapping[str, tuple[str, ...]]) -> str:
    built, between = "", r"(?<!\S)"
    for token in pattern.split():
        gap = _GAP.fullmatch(token)
        if gap:
            between = rf"(?: \S+){{0,{int(gap[1] or _USUAL_GAP)}}} "
            continue
        word = _alternatives(token.rstrip("?"), groups)
        built += between
        between = " "
        if token.endswith("?"):
            built += f"(?:{word} )?"
            between = ""
        else:
            built += rf"{word}(?!\S)"
    return built


def _alternatives(token: str, groups: Mapping[str, tuple[str, ...]]) -> str:
    return f"(?:{'|'.join(map(_literal, _choices(token, groups)))})"


def _choices(token: str, groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    choices: list[str] = []
    for choice in token.split("|"):
        group = _GROUP.fullmatch(choice)
        choices.extend(groups[group[1]] if group else (choice,))
    return choices


def _literal(choice: str) -> str:
    if "|" in choice or "{" in choice:
        message = f"an alternative of a group must be plain words: {choice!r}"
        raise ValueError(message)
    words = choice.replace("_", " ").split()
    parts = [r"\S*".join(normalise(part) for part in word.split("*")) for word in words]
    return (_BEFORE if is_arabic(choice) else "") + " ".join(parts)
