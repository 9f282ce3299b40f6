"""What the documentation claims, measured again with one command; peers stand beside in the same run."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

Rows = Sequence[dict[str, Any]]


def _engine() -> Rows:
    from benchmarks import engine

    return engine.rows()


def _store() -> Rows:
    from benchmarks import store

    return store.rows()


def _messages() -> Rows:
    from benchmarks import messages

    return messages.rows()


def _startup() -> Rows:
    from benchmarks import startup

    return startup.rows()


def _matching(questions: Path | None = None) -> Rows:
    from benchmarks import matching

    return matching.rows(questions or matching.QUESTIONS)


def _sizes() -> Rows:
    from benchmarks import sizes

    return sizes.rows()


def _labelled(folder: Path) -> Rows:
    from benchmarks import labelled

    return labelled.rows(folder)


def _telegram() -> Rows:
    from benchmarks import telegram

    return telegram.rows()


def large_installation() -> Rows:
    """Return how long each page takes over 100,000 cases and 1,000,000 messages (minutes: not in `bench`)."""
    from benchmarks import large_store as measured

    return measured.rows()


BENCHMARKS: dict[str, Callable[..., Rows]] = {
    "engine": _engine,
    "store": _store,
    "messages": _messages,
    "startup": _startup,
    "matching": _matching,
    "matching-size": _sizes,
    "telegram": _telegram,
    "arbanking77": _labelled,
}

ASKS = ("matching",)  # those that take a file of questions
LEARNS = ("arbanking77",)  # those that need a folder with a labelled corpus
_FIGURES = {
    "matching": "matching-quality",
    "arbanking77": "arbanking77-peers",
}  # name → its figure


def figure(name: str, questions: Path | None = None, corpus: Path | None = None) -> dict[str, Any]:
    """Run a benchmark and return its figure; `questions` goes to those of `ASKS`, `corpus` to `LEARNS`."""
    from benchmarks.figures import measured

    run, command = BENCHMARKS[name], f"wasl bench {name}"
    if questions is not None and name in ASKS:
        run, command = partial(run, questions), f"{command} --questions {questions.name}"
    if name in LEARNS:
        run, command = partial(run, corpus), f"{command} --corpus FOLDER"
    return measured(_FIGURES.get(name, name), run, command=command)
