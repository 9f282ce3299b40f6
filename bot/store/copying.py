"""Copies all rows from one database to another as they are: what is encrypted stays sealed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    LargeBinary,
    Select,
    Table,
    column,
    func,
    insert,
    select,
    table,
    text,
    type_coerce,
)
from sqlalchemy.sql.expression import TableClause

from bot.store.columns import BlindIndex, EncryptedJSON, EncryptedText
from bot.store.errors import CopyFailed
from bot.store.tables import ORDER, installation

BATCH = 500  # rows in memory at once
SEALED = (EncryptedText, EncryptedJSON, BlindIndex)


def copy_everything(source: Engine, target: Engine) -> Mapping[str, int]:
    """Copy every table in one transaction; returns rows by table.

    Both have the program's schema. CopyFailed if the target holds anything, or the counts differ afterwards.
    """
    with source.connect() as old, target.begin() as new:
        _read_one_state(old)
        _refuse_used(new)
        new.execute(installation.delete())
        for each in ORDER:
            _copy(old, new, each)
        copied, expected = counts(new), counts(old)
        if copied != expected:
            raise CopyFailed(f"rows differ after copying: {expected} became {copied}")
        _continue_counting(new)
        old.rollback()
    return copied


def counts(connection: Connection) -> Mapping[str, int]:
    """Count the rows of every table."""
    return {
        each.name: connection.execute(select(func.count()).select_from(each)).scalar_one() for each in ORDER
    }


def _copy(old: Connection, new: Connection, each: Table) -> None:
    place = insert(as_stored(each))
    rows = old.execution_options(yield_per=BATCH).execute(_rows(each))
    for part in rows.mappings().partitions(BATCH):
        new.execute(place, [dict(row) for row in part])


def _rows(each: Table) -> Select[*tuple[Any, ...]]:
    sealed = {
        c.name: type_coerce(c, LargeBinary()).label(c.name) for c in each.c if isinstance(c.type, SEALED)
    }
    return select(*(sealed.get(c.name, c) for c in each.c))


def as_stored(each: Table) -> TableClause:
    """Return a table whose sealed columns are plain bytes."""
    return table(
        each.name, *(column(c.name, LargeBinary() if isinstance(c.type, SEALED) else c.type) for c in each.c)
    )


def _read_one_state(connection: Connection) -> None:
    """Let everything be read as of one moment. On SQLite the engine has taken the write lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))


def _refuse_used(connection: Connection) -> None:
    used = {name: rows for name, rows in counts(connection).items() if rows and name != installation.name}
    if used:
        raise CopyFailed(f"the target database is in use: it has rows in {', '.join(used)}")


def _continue_counting(connection: Connection) -> None:
    """Let PostgreSQL's growing ids go on after the copied ones. SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for each in ORDER:
        key = each.autoincrement_column
        if key is not None and isinstance(key.type.dialect_impl(connection.dialect), Integer):
            newest = connection.execute(select(func.max(key))).scalar()
            if newest is not None:
                sequence = func.pg_get_serial_sequence(each.name, key.name)
                connection.execute(select(func.setval(sequence, newest)))
