"""Counts of groups that are known by name beforehand: one look into an index for each.

`GROUP BY` compares every row with the one before it; to count the rows between two places of an index is
many times as quick. So the groups are handed over as JSON, an array each, and stand as a table of their own.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

Group = Mapping[str, ColumnElement[Any]]


class Elements(GenericFunction[Any]):
    """A row for each element of a JSON array, in the column `value`."""

    inherit_cache = True


@compiles(Elements, "sqlite")
def _each(element: Elements, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(Elements, "postgresql")
def _elements(element: Elements, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"json_array_elements(CAST({compiler.process(element.clauses, **kw)} AS json))"


class Item(GenericFunction[Any]):
    """A text in a JSON array, by its place from 0."""

    type = Text()
    inherit_cache = True


@compiles(Item, "sqlite")
def _extracted(element: Item, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    array, place = (compiler.process(each, **kw) for each in element.clauses)
    return f"json_extract({array}, '$[{place}]')"  # `->>` is younger than what we ask for


@compiles(Item, "postgresql")
def _item(element: Item, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    array, place = (compiler.process(each, **kw) for each in element.clauses)
    return f"({array} ->> {place})"


def counted_by_name(
    columns: Mapping[str, Column[Any]], where: Callable[[Group], ColumnElement[bool]], *shown: str
) -> Select[Any]:
    """Return for each of `:groups` what is to be shown of it, and `n`, its count of rows.

    `columns` are the names of what stands in a group, in order, each with a column of its type; `where` says
    which rows are of a group.
    """
    each: TableValuedAlias = Elements(bindparam("groups", type_=Text)).table_valued("value", name="wanted")
    group = {
        name: cast(Item(each.c.value, literal_column(str(number), Integer)), column.type)
        for number, (name, column) in enumerate(columns.items())
    }
    count = select(func.count()).where(where(group)).correlate(each).scalar_subquery()
    return select(*(group[name].label(name) for name in shown), count.label("n")).select_from(each)


def as_groups(groups: Iterable[Iterable[str | datetime]]) -> str:
    """Return the value of `:groups`."""
    return json.dumps([[_plain(value) for value in group] for group in groups], ensure_ascii=False)


def _plain(value: str | datetime) -> str:
    return value if isinstance(value, str) else value.astimezone(UTC).isoformat(timespec="microseconds")
