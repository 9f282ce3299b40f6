"""Commands in words: what a short message or a pressed button asks the engine to do.

Only a whole short message is a command: "back pain" is none, nor is a sentence that mentions the menu.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from rapidfuzz.distance import OSA

from bot.engine.reading import fold_digits, squeeze, yes_or_no
from bot.engine.vocabulary import AGREEING, ANSWERS, AROUND_YES, CALLING, COMMANDS, NOTHING, PEACE, POLITE
from bot.messages import Inbound

Verb = Literal[
    "menu", "help", "restart", "back", "cancel", "skip", "save", "resume", "continue", "person",
    "withdraw", "leave", "forget", "none", "keep", "begin", "yes", "no", "language", "topic", "flow", "agree",
    "decline", "yes-person", "forget-yes", "safe-yes", "safe-no", "cancel-yes", "cancel-no",
    "book", "case", "complete", "no-survey", "retract", "retract-yes", "times", "attend",
    "read", "rest",
    "elsewhere", "take-code", "revoke", "for-another", "news", "news-yes", "news-no",
    "news-never",
]  # fmt: skip
_CODE = re.compile(r"(?:/?code|(?:ال)?رمز)\s*:?\s*((?:\d\s*){8})", re.IGNORECASE)
LONGEST = 45  # characters: what is longer is a sentence, not a command
NEAR = 7  # letters: a shorter word with one wrong letter may be another word


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """What the person wants the engine to do."""

    verb: Verb
    what: str = ""  # language, topic id, flow id, a case's reference or a code


_ANSWERS = frozenset(squeeze(phrase) for phrase in ANSWERS)
_AGREEING = frozenset(squeeze(phrase) for phrase in AGREEING)
_AROUND = frozenset(squeeze(word) for word in AROUND_YES)
_POLITE = frozenset(squeeze(word) for word in POLITE)
_VERBS: Mapping[str, Verb] = {verb: verb for verb in get_args(Verb)}


def _named(name: str) -> Intent:
    verb, _, what = name.partition(":")
    return Intent(verb=_VERBS[verb], what=what)


_PHRASES: Mapping[str, Intent] = {
    squeeze(phrase): _named(name) for name, phrases in COMMANDS.items() for phrase in phrases
}
_CALLING = frozenset(squeeze(phrase) for phrase in CALLING)
_NOTHING = frozenset(squeeze(phrase) for phrase in NOTHING)
_PEACE = tuple(squeeze(phrase) for phrase in PEACE)
_LONG = tuple(phrase for phrase in _PHRASES if len(phrase) >= NEAR)
_NAMED: Mapping[str, Verb] = {"lang": "language", "topic": "topic", "flow": "flow", "case": "case"}


def intent(inbound: Inbound, *, answering: bool = False) -> Intent | None:
    """Read a pressed button, or else the whole text, as a command; None if it is none.

    `answering`: an open question has been asked, so that words which may be its answer are no command.
    """
    if inbound.choice:
        return pressed(inbound.choice)
    return None if answering and squeeze(inbound.text) in _ANSWERS else command(inbound.text)


def pressed(choice: str) -> Intent | None:
    """Read a button's id; None for buttons that answer a step."""
    head, _, rest = choice.partition(":")
    if head in _NAMED and rest:
        return Intent(verb=_NAMED[head], what=rest)
    if head == "do":
        verb, _, what = rest.partition(":")
        return Intent(verb=_VERBS[verb], what=what) if verb in _VERBS else None
    return Intent(verb=_VERBS[head]) if head in ("menu", "person") else None


def command(text: str) -> Intent | None:
    """Read a whole short text as a command, one slip of the finger allowed in longer ones."""
    if not text or len(text) > LONGEST:
        return None
    if code := _CODE.fullmatch(fold_digits(text).strip()):
        return Intent(verb="take-code", what="".join(code[1].split()))
    said = bare(text)
    if said in _PHRASES:
        return _PHRASES[said]
    return _nearly(said)


def agreed(text: str) -> Intent | None:
    """Read a yes or no that is the whole message: "no, she cannot walk" is an answer to something else."""
    answer = yes_or_no(text)
    if answer is None or not _only_agrees(text):
        return None
    return Intent(verb="yes" if answer else "no")


def _only_agrees(text: str) -> bool:
    said = squeeze(text)
    return said in _AGREEING or all(word in _AROUND or yes_or_no(word) is not None for word in said.split())


def has_nothing(text: str) -> bool:
    """Tell whether a whole text says that there is nothing to answer: "none", "I don't know"."""
    return len(text) <= LONGEST and bare(text) in _NOTHING


def wants_call(text: str) -> bool:
    """Tell whether a whole text asks to be called."""
    return len(text) <= LONGEST and bare(text) in _CALLING


def wishes_peace(text: str) -> bool:
    """Tell whether a text holds the greeting of peace, which is returned in its own words."""
    said = f" {squeeze(text)} "
    return any(f" {phrase} " in said for phrase in _PEACE)


def bare(text: str) -> str:
    """Return the text without words of politeness, unless it is nothing else."""
    said = squeeze(text)
    for polite in _POLITE:
        said = said.removeprefix(f"{polite} ").removesuffix(f" {polite}")
    return said


def _nearly(said: str) -> Intent | None:
    if len(said) < NEAR:
        return None
    return next((_PHRASES[phrase] for phrase in _LONG if _one_slip(said, phrase)), None)


def _one_slip(said: str, phrase: str) -> bool:
    same_shape = said.count(" ") == phrase.count(" ") and said[0] == phrase[0]
    return same_shape and OSA.distance(said, phrase, score_cutoff=1) <= 1
