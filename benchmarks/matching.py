"""Answers beside the peers' in one run, each peer with the threshold that serves it.

A threshold is chosen on VALIDATION, so that at most a given share of what is answered there is wrong, and
then held to on the questions that are reported. `no certainty reaches it` says that even the answers that a
system is surest of are wrong more often: it would have to stay silent. A known gap is no answer: there, a
system says that the policy is silent. Questions about danger are left out, for only ours knows them.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isinf
from pathlib import Path
from typing import Any

from benchmarks.nlpjs import Missing
from benchmarks.systems import ORG, SYSTEMS, WASL, Ask, Guess, knowledge, silent_on_gaps, system
from bot.cli.evaluate import questions as read_questions
from bot.cli.scores import OUT_OF_SCOPE, URGENT

TESTS = Path(__file__).resolve().parent.parent / "tests"
VALIDATION = TESTS / "questions" / "validation.tsv"
QUESTIONS = TESTS / "matching" / "validation.tsv"  # asked where no other file is named
WRONG_ALLOWED = (0.05, 0.02)  # among answers


@dataclass(frozen=True, kw_only=True, slots=True)
class Guessed:
    """A question and what a system makes of it."""

    kind: str
    expected: str  # topic id, or "oos"
    topic: str | None
    sure: float

    @property
    def right(self) -> bool:
        """Whether the topic is the expected one."""
        return self.topic == self.expected


def rows(questions: Path = QUESTIONS) -> Sequence[dict[str, Any]]:
    """Return a row a system and threshold: shares (0-1) on a file of questions."""
    library = knowledge()
    corpus = library.corpora[ORG]
    found: list[dict[str, Any]] = []
    for name in SYSTEMS:
        try:
            with system(name, corpus, library.resources) as fitted:
                ask = silent_on_gaps(fitted.ask, corpus)
                found += judged(name, guesses(VALIDATION, ask), guesses(questions, ask))
        except Missing as missing:
            print(missing, file=sys.stderr)
    return found


def guesses(file: Path, ask: Ask) -> list[Guessed]:
    """Ask every question of a file that is not about danger."""
    return [
        guessed(kind, expected, ask(text))
        for kind, expected, text in read_questions(file)
        if expected != URGENT
    ]


def guessed(kind: str, expected: str, guess: Guess) -> Guessed:
    """Return what a system made of one question."""
    return Guessed(kind=kind, expected=expected, topic=guess[0], sure=guess[1])


def judged(name: str, known: Sequence[Guessed], asked: Sequence[Guessed]) -> list[dict[str, Any]]:
    """Return the rows of one system: its thresholds from `known`, its shares on `asked`."""
    if name == WASL:
        return [{"system": name, "threshold for": "its own decisions", **shares(asked, 1.0)}]
    chosen = {f"{allowed:.0%} wrong": threshold(known, allowed) for allowed in WRONG_ALLOWED}
    return [
        {"system": name, "threshold for": aim, **shares(asked, least)}
        for aim, least in {**chosen, "every question": 0.0}.items()
    ]


def threshold(known: Sequence[Guessed], allowed: float) -> float:
    """Return the least certainty from which at most `allowed` of the answers are wrong; infinite if none."""
    ordered = sorted((each for each in known if each.topic is not None), key=_sureness, reverse=True)
    count, right, least = 0, 0, float("inf")
    for sure, equals in groupby(ordered, key=_sureness):
        for each in equals:
            count += 1
            right += each.right
        if count - right <= allowed * count:
            least = sure
    return least


def shares(asked: Sequence[Guessed], least: float) -> dict[str, Any]:
    """Return what becomes of the questions where answers need a certainty of `least`."""
    inside = [each for each in asked if each.expected != OUT_OF_SCOPE]
    outside = [each for each in asked if each.expected == OUT_OF_SCOPE]

    def answered(each: Guessed) -> bool:
        return each.topic is not None and each.sure >= least

    def right(each: Guessed) -> bool:
        return answered(each) and each.right

    return {
        "threshold": "no certainty reaches it" if isinf(least) else round(least, 3),
        "right": share(inside, right),
        **{
            f"right {kind}": share([each for each in inside if each.kind == kind], right)
            for kind in sorted({each.kind for each in inside})
        },
        "wrong among answered": share(
            [each for each in asked if answered(each)], lambda each: not each.right
        ),
        "out of scope answered": share(outside, answered),
        "in scope": len(inside),
        "out of scope": len(outside),
    }


def share(asked: Sequence[Guessed], holds: Callable[[Guessed], bool]) -> float | None:
    """Return the share (0-1) for which something holds; None of nothing."""
    return round(sum(map(holds, asked)) / len(asked), 3) if asked else None


def _sureness(each: Guessed) -> float:
    return each.sure
