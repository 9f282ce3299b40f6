"""The condition that finds cases that are late now, from an index on kind, stage and time."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, and_, false, or_

from bot.ports.records import Overdue
from bot.store.tables import cases

_since = cases.c.stage_since


def is_late(overdue: Iterable[Overdue]) -> ColumnElement[bool]:
    """Rows of `cases` that came to their stage in one of its stretches."""
    return or_(false(), *_stretches(overdue))


def _stretches(overdue: Iterable[Overdue]) -> Iterator[ColumnElement[bool]]:
    for each in overdue:
        here = (cases.c.kind == each.kind, cases.c.stage == each.stage)
        for begin, end in each.since:
            yield and_(*here, _since < end, *(() if begin is None else (_since >= begin,)))
