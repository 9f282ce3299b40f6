"""Phrasing patterns: many ways to ask in one line. Pure.

`(a|b)` is one of them, `[x]` may be left out, `{list}` is a word of that list in knowledge/words.yaml. Signs
nest; what stands between them is text, and a sign inside a word works too: `ال[طلب]`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from bot.matching import normalise

SIGNS = "()[]{}|"
MOST_DEEP = 6  # groups within groups

_TOKEN = re.compile(r"[()\[\]{}|]|[^()\[\]{}|]+")
_CLOSING = {"(": ")", "[": "]"}

Lists = Mapping[str, Sequence[str]]  # name → words


class PatternError(Exception):
    """A pattern that cannot be read: `what` names the wording, `at` counts characters from 1."""

    def __init__(self, what: str, at: int, sign: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.at = at
        self.sign = sign


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A word of a list."""

    name: str


@dataclass(frozen=True, slots=True)
class Either:
    """One of several; an empty one stands for leaving all out."""

    options: tuple["Pattern", ...]


Part = Text | Listed | Either
Pattern = tuple[Part, ...]


def parse(text: str) -> Pattern:
    """Return the pattern that a text writes. Raises PatternError."""
    pattern = _Parser(text).whole()
    if _may_say_nothing(pattern):
        raise PatternError("nothing", 1)
    return pattern


def names(pattern: Pattern) -> Iterator[str]:
    """Yield the names of the lists that a pattern uses."""
    for part in pattern:
        if isinstance(part, Listed):
            yield part.name
        elif isinstance(part, Either):
            for option in part.options:
                yield from names(option)


def count(pattern: Pattern, lists: Lists) -> int:
    """Return how many phrasings a pattern writes, equal ones counted each. KeyError for an unknown list."""
    return prod(_ways(part, lists) for part in pattern)


def variants(pattern: Pattern, lists: Lists) -> Iterator[str]:
    """Yield every phrasing, with single spaces; `count` says beforehand how many."""
    for parts in product(*(tuple(_said(part, lists)) for part in pattern)):
        yield " ".join("".join(parts).split())


def _ways(part: Part, lists: Lists) -> int:
    if isinstance(part, Either):
        return sum(count(option, lists) for option in part.options)
    return len(lists[part.name]) if isinstance(part, Listed) else 1


def _said(part: Part, lists: Lists) -> Iterator[str]:
    if isinstance(part, Text):
        yield part.text
    elif isinstance(part, Listed):
        yield from lists[part.name]
    else:
        for option in part.options:
            for parts in product(*(tuple(_said(each, lists)) for each in option)):
                yield "".join(parts)


def _may_say_nothing(pattern: Pattern) -> bool:
    return all(_may_be_silent(part) for part in pattern)


def _may_be_silent(part: Part) -> bool:
    if isinstance(part, Either):
        return any(_may_say_nothing(option) for option in part.options)
    return isinstance(part, Text) and not normalise(part.text)


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = [(found[0], found.start() + 1) for found in _TOKEN.finditer(text)]
        self._next = 0

    def whole(self) -> Pattern:
        pattern = self._sequence(0)
        if self._next < len(self._tokens):
            sign, at = self._tokens[self._next]
            raise PatternError("bar" if sign == "|" else "unopened", at, sign)
        return pattern

    def _sequence(self, depth: int) -> Pattern:
        parts: list[Part] = []
        while self._next < len(self._tokens) and self._tokens[self._next][0] not in (")", "]", "}", "|"):
            parts.append(self._part(depth))
        return tuple(parts)

    def _part(self, depth: int) -> Part:
        piece, at = self._tokens[self._next]
        self._next += 1
        if piece == "{":
            return self._listed(at)
        if piece not in _CLOSING:
            return Text(piece)
        if depth >= MOST_DEEP:
            raise PatternError("deep", at, piece)
        options = self._options(piece, at, depth + 1)
        return Either((*options, ()) if piece == "[" else options)

    def _listed(self, at: int) -> Listed:
        name, closing = (token for token, _ in (*self._tokens[self._next :], ("", 0), ("", 0))[:2])
        if closing != "}" or name in SIGNS or not name.strip():
            raise PatternError("list", at, "{")
        self._next += 2
        return Listed(name.strip())

    def _options(self, opening: str, at: int, depth: int) -> tuple[Pattern, ...]:
        options: list[Pattern] = []
        while True:
            option = self._sequence(depth)
            if all(isinstance(part, Text) and not part.text.strip() for part in option):
                raise PatternError("empty", at, opening)
            options.append(option)
            closed, _ = self._tokens[self._next] if self._next < len(self._tokens) else ("", 0)
            self._next += 1
            if closed == _CLOSING[opening]:
                return tuple(options)
            if closed != "|":
                raise PatternError("unclosed", at, opening)
