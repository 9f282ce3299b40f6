"""Building blocks of statements that both databases understand.

A parameter of WHERE never has a column's name (`org`, `conv`, `row`, …): those belong to VALUES and SET.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Executable, Insert, Table, and_, bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite

ORG: BindParameter[str] = bindparam("org")
CONV: BindParameter[str] = bindparam("conv")
ROW: BindParameter[Any] = bindparam("row")


class Portable:
    """One statement in the words of each database."""

    def __init__(self, *, sqlite: Executable, postgresql: Executable) -> None:
        """Keep both."""
        self.by_dialect = {"sqlite": sqlite, "postgresql": postgresql}


def binds(*names: str) -> dict[str, BindParameter[Any]]:
    """Return `column=:column` for VALUES or SET."""
    return {name: bindparam(name) for name in names}


def insertion(table: Table, *leave_out: str) -> Insert:
    """Insert a whole row, except generated columns and those that start empty."""
    return insert(table).values(binds(*(c.name for c in table.c if c.name not in leave_out)))


def insertion_of_new(
    table: Table, *leave_out: str, unique: tuple[str, ...], where: ColumnElement[bool] | None = None
) -> Portable:
    """Insert a row unless one with the same `unique` columns is there; rowcount tells."""
    values = binds(*(c.name for c in table.c if c.name not in leave_out))
    lite = sqlite.insert(table).values(values).inline()
    post = postgresql.insert(table).values(values).inline()
    return Portable(
        sqlite=_counted(lite.on_conflict_do_nothing(index_elements=unique, index_where=where)),
        postgresql=_counted(post.on_conflict_do_nothing(index_elements=unique, index_where=where)),
    )


def _counted(statement: Insert) -> Insert:
    return statement.execution_options(preserve_rowcount=True)


def insertion_or_change(
    table: Table,
    *,
    first: Mapping[str, object],
    unique: tuple[str, ...],
    then: Mapping[str, ColumnElement[Any]],
    returning: ColumnElement[Any],
) -> Portable:
    """Insert `first`, or where a row with the same `unique` columns is there, set `then`."""
    return Portable(
        sqlite=sqlite.insert(table)
        .values(first)
        .on_conflict_do_update(index_elements=unique, set_=then)
        .returning(returning),
        postgresql=postgresql.insert(table)
        .values(first)
        .on_conflict_do_update(index_elements=unique, set_=then)
        .returning(returning),
    )


def insertion_or_renewal(table: Table, *, unique: tuple[str, ...], renew: tuple[str, ...]) -> Portable:
    """Insert a whole row, or where one with the same `unique` columns is there, renew some of its columns."""
    first = binds(*(c.name for c in table.c))
    lite, post = sqlite.insert(table).values(first), postgresql.insert(table).values(first)
    return Portable(
        sqlite=lite.on_conflict_do_update(
            index_elements=unique, set_={name: lite.excluded[name] for name in renew}
        ),
        postgresql=post.on_conflict_do_update(
            index_elements=unique, set_={name: post.excluded[name] for name in renew}
        ),
    )


def here(table: Table, row: str = "id") -> ColumnElement[bool]:
    """One row of one organisation, by `:org` and `:row`."""
    return and_(table.c.organisation_id == ORG, table.c[row] == ROW)


def within(table: Table) -> ColumnElement[bool]:
    """All rows of one conversation, by `:org` and `:conv`."""
    return and_(table.c.organisation_id == ORG, table.c.conversation_id == CONV)
