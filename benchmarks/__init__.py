"""What the documentation claims, measured again with one command; peers stand beside in the same run."""

from collections.abc import Callable, Sequence
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


def _matching() -> Rows:
    from benchmarks import matching

    return matching.rows()


def _telegram() -> Rows:
    from benchmarks import telegram

    return telegram.rows()


BENCHMARKS: dict[str, Callable[[], Rows]] = {
    "engine": _engine,
    "store": _store,
    "messages": _messages,
    "startup": _startup,
    "matching": _matching,
    "telegram": _telegram,
}
