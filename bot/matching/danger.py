"""Recognise danger to life by rules, not by ranking: nothing learned may outvote them.

A pattern of knowledge/danger.yaml is words in their order: `a|b` alternatives, `{group}` a named
list, `*` any letters, a trailing `?` an optional word, `..` up to three words between, `..5` up to
five; a phrase among alternatives is joined by `_`. An Arabic word may carry a leading و, ف or ال.
Texts and patterns are compared normalised; where a text's "not" is written together with its verb
(مايتنفس, مبيردش), it is compared with the two apart too. What ends in وا is also met as و.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
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
_LONGEST_GAP = 50  # words
# "not" written together with its verb, with or without the Egyptian ending: مابترد, مبتردش, لاتدورون
_JOINED_NOT = re.compile(
    r"(?<!\S)(و?)(?:(ما|لا)(?=[اتينبحه]\S{2})|م(?=[بتي]\S{3,}ش(?!\S)))(\S+?)(?:(?<!عي)ش)?(?!\S)"
)
_SILENT_ALEF = re.compile(r"(?<=\w{3}و)ا(?=[ _]|$)")  # يرتاحوا is typed يرتاحو
_DOUBLED = re.compile(r"([\u0620-\u064a])\1")  # hurried typing: انتححر


class DangerRules:
    """The rules, read; a pattern is compiled when a text first begins like it. Immutable.

    Raises ValueError or KeyError where a pattern cannot be understood.
    """

    def __init__(self, danger: Danger) -> None:
        tokens = _Tokens(danger.groups)
        self._innocent = _Patterns(danger.innocent, tokens)
        self._kinds = {kind: _Patterns(rules.patterns, tokens) for kind, rules in danger.kinds.items()}
        self._misspelt = {
            normalise(wrong): normalise(right)
            for right, wrongs in danger.misspelt.items()
            for wrong in wrongs
        }

    def __call__(self, text: str) -> DangerKind | None:
        """Return the kind of danger that a normalised text speaks of, if any."""
        spelt = " ".join(self._misspelt.get(word, word) for word in text[:_LONGEST].split())
        for form in dict.fromkeys((spelt, _with_not_apart(spelt))):
            if self._told(form) is None:  # most texts: figures of speech need not be looked for
                continue
            kind = self._told(self._without_innocent(form))
            if kind is not None:
                return kind
        return None

    def _without_innocent(self, spelt: str) -> str:
        for pattern in self._innocent.likely(spelt):
            spelt = pattern.sub("#", spelt)
        return spelt

    def _told(self, spelt: str) -> DangerKind | None:
        plain = _DOUBLED.sub(r"\1", spelt).replace("ظ", "ض")
        return self._kind(spelt) or (self._kind(plain) if plain != spelt else None)

    def _kind(self, spelt: str) -> DangerKind | None:
        placed = [(word.start(), word[0]) for word in _WORD.finditer(spelt)]
        for kind, patterns in self._kinds.items():
            if patterns.fit(spelt, placed):
                return kind
        return None


@dataclass(frozen=True, slots=True)
class _Token:
    """What one token of a pattern stands for."""

    expression: str
    words: frozenset[str]  # the first words of its alternatives
    pieces: tuple[str, ...]  # of those that are not written whole

    def in_text(self, words: Set[str], text: str) -> bool:
        """Say whether a text may have the token, by its words and its letters."""
        return not self.words.isdisjoint(words) or any(piece in text for piece in self.pieces)


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """A pattern as an expression. Compiling them all would be most of a start: few are ever tried."""

    expression: str
    beginnings: tuple[_Token, ...]  # optional tokens and the first that is not
    needed: tuple[_Token, ...]

    def may_fit(self, words: Set[str], text: str) -> bool:
        """Say whether a text has a word of each token that must be there."""
        return all(token.in_text(words, text) for token in self.needed)

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled once for all who have the same."""
        return _compiled(self.expression)


class _Patterns:
    """Patterns by their first word, so that a text tries only those that it can begin.

    A pattern is tried where one of its first words stands; one whose first word is not written whole
    (`*ضربني`), wherever a piece of it occurs.
    """

    def __init__(self, patterns: tuple[str, ...], tokens: "_Tokens") -> None:
        self._by_word: dict[str, list[_Pattern]] = {}
        self._by_piece: dict[str, list[_Pattern]] = {}
        for written in patterns:
            pattern = tokens.pattern(written)
            for word in frozenset().union(*(token.words for token in pattern.beginnings)):
                self._by_word.setdefault(word, []).append(pattern)
            for piece in {piece for token in pattern.beginnings for piece in token.pieces}:
                self._by_piece.setdefault(piece, []).append(pattern)

    def fit(self, text: str, placed: Sequence[tuple[int, str]]) -> bool:
        """Say whether any pattern fits a text, whose words are given with their places."""
        words = {word for _, word in placed}
        return any(
            pattern.may_fit(words, text) and pattern.compiled.match(text, start)
            for start, word in placed
            for pattern in self._by_word.get(word, ())
        ) or any(
            pattern.may_fit(words, text) and pattern.compiled.search(text)
            for pattern in self._with_a_piece(text)
        )

    def likely(self, text: str) -> Iterator[re.Pattern[str]]:
        """Yield the patterns that may fit a text, each once."""
        words = dict.fromkeys(text.split())
        by_word = (self._by_word.get(word, ()) for word in words)
        for pattern in dict.fromkeys(chain(self._with_a_piece(text), *by_word)):
            if pattern.may_fit(words.keys(), text):
                yield pattern.compiled

    def _with_a_piece(self, text: str) -> Iterator[_Pattern]:
        found = (patterns for piece, patterns in self._by_piece.items() if piece in text)
        yield from dict.fromkeys(chain.from_iterable(found))


class _Tokens:
    """Reads patterns. The same lists of words stand in hundreds of them: each is read once."""

    def __init__(self, groups: Mapping[str, tuple[str, ...]]) -> None:
        self._groups = groups
        self._read: dict[str, _Token] = {}
        self._choices: dict[str, _Token] = {}

    def pattern(self, written: str) -> _Pattern:
        """Read a pattern. Raises ValueError or KeyError where it cannot be understood."""
        built, between = "", r"(?<!\S)"
        beginnings: list[_Token] = []
        needed: list[_Token] = []
        for each in written.split():
            if gap := _GAP.fullmatch(each):
                between = rf"(?: \S+){{0,{_words(gap[1])}}} "
                continue
            token = self._token(each.rstrip("?"))
            if not needed:
                beginnings.append(token)
            built += between
            between = " "
            if each.endswith("?"):
                built += f"(?:{token.expression} )?"
                between = ""
            else:
                needed.append(token)
                built += rf"{token.expression}(?!\S)"
        return _Pattern(built, tuple(beginnings), tuple(needed))

    def _token(self, token: str) -> _Token:
        if token not in self._read:
            choices = [self._choice(choice, token) for choice in token.split("|")]
            self._read[token] = _Token(
                f"(?:{'|'.join(choice.expression for choice in choices)})",
                frozenset().union(*(choice.words for choice in choices)),
                tuple(dict.fromkeys(chain.from_iterable(choice.pieces for choice in choices))),
            )
        return self._read[token]

    def _choice(self, choice: str, token: str) -> _Token:
        """Read one of a token's alternatives: plain words, or all that a group has."""
        if choice not in self._choices:
            group = _GROUP.fullmatch(choice)
            plain = tuple(_spellings(self._groups[group[1]] if group else (choice,)))
            for each in plain:
                if "*" not in each and not _folded(each):
                    message = f"an alternative without a letter: {each!r} in {token!r}"
                    raise ValueError(message)
            self._choices[choice] = _Token("|".join(map(_literal, plain)), *_firsts(plain))
        return self._choices[choice]


_compiled = lru_cache(maxsize=None)(re.compile)
_folded = lru_cache(maxsize=None)(normalise)  # words of the rules, never a person's


def _with_not_apart(text: str) -> str:
    return _JOINED_NOT.sub(lambda word: f"{word[1]}{word[2] or 'ما'} {word[3]}", text)


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
            yield _folded(whole)


def _spellings(choices: Iterable[str]) -> Iterator[str]:
    for choice in choices:
        yield choice
        typed = _SILENT_ALEF.sub("", choice)
        if typed != choice:
            yield typed


def _firsts(choices: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    words: set[str] = set()
    pieces: dict[str, None] = {}
    for choice in choices:
        first = choice.replace("_", " ").split()[0]
        if "*" in first:
            pieces[max(map(_folded, first.split("*")), key=len)] = None
        else:
            plain = _folded(first)
            words.update(before + plain for before in (_JOINED if is_arabic(first) else ("",)))
    return frozenset(words), tuple(pieces)


def _words(gap: str) -> int:
    words = int(gap or _USUAL_GAP)
    if words > _LONGEST_GAP:
        message = f"a gap may be up to {_LONGEST_GAP} words: ..{gap}"
        raise ValueError(message)
    return words


def _literal(choice: str) -> str:
    if "|" in choice or "{" in choice:
        message = f"an alternative of a group must be plain words: {choice!r}"
        raise ValueError(message)
    words = choice.replace("_", " ").split()
    parts = [r"\S*".join(_folded(part) for part in word.split("*")) for word in words]
    return (_BEFORE if is_arabic(choice) else "") + " ".join(parts)
