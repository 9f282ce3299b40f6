"""Going through a whole table in batches, each in a short transaction of its own, by its primary key."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, true, tuple_

from bot.store.repository import Found

Place = tuple[Any, ...]  # values of a row's primary key


def place_of(each: Table, row: Found) -> Place:
    """Return where a row stands; it must have been selected with its primary key."""
    return tuple(getattr(row, c.name) for c in each.primary_key.columns)


def beyond(each: Table, place: Place | None) -> ColumnElement[bool]:
    """Match the rows after a place, in the order of the primary key; all where there is none yet."""
    if place is None:
        return true()
    own: Sequence[Any] = list(each.primary_key.columns)
    values = (bindparam(None, value, c.type) for value, c in zip(place, own, strict=True))
    return tuple_(*own) > tuple_(*values)
