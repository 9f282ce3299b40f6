"""Core statements compiled once for SQLite and run on the driver itself.

SQLAlchemy spends 50 to 60 µs around each statement, SQLite a tenth of that in it, and the writer is one
thread. So it compiles each statement of this package once, with its column types, and then only fills in
values. They are the statements that PostgreSQL runs through SQLAlchemy; one with a list in it (`IN`) goes
that way here too.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any] | None


class Outcome:
    """What a statement did, or the rows it found."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rowcount: int, rows: Sequence[Any]) -> None:
        """Keep both."""
        self.rowcount = rowcount
        self._rows = rows

    def all(self) -> Sequence[Any]:
        """Return every row."""
        return self._rows

    def first(self) -> Any:  # noqa: ANN401 - a row of whatever was selected
        """Return the first row, None if there is none."""
        return self._rows[0] if self._rows else None

    def scalar_one(self) -> Any:  # noqa: ANN401 - a value of whatever was selected
        """Return the first value. IndexError if nothing was found."""
        return self._rows[0][0]


class Prepared:
    """One statement, ready to run."""

    def __init__(
        self, compiled: SQLCompiler, columns: Sequence[ColumnElement[Any]], dialect: Dialect
    ) -> None:
        """Work out which value goes where, and how it is converted on its way in and out."""
        self.sql = str(compiled)
        fixed = compiled.params
        self.inputs = tuple(
            (name, fixed.get(name), _inwards(compiled.binds[name].type, dialect))
            for name in compiled.positiontup or ()
        )
        names = [column.key or f"column_{number}" for number, column in enumerate(columns)]
        self.outputs = tuple(
            (place, convert)
            for place, convert in enumerate(_outwards(column.type, dialect) for column in columns)
            if convert is not None
        )
        kind = namedtuple("Row", names)  # type: ignore[misc] # known only now
        self.row = kind._make if names else None

    def run(self, connection: sqlite3.Connection, values: Mapping[str, object]) -> Outcome:
        """Run it. Errors are SQLAlchemy's, without the values."""
        filled = []
        for name, fixed, convert in self.inputs:
            value = values.get(name, fixed)
            filled.append(value if convert is None else convert(value))
        try:
            cursor = connection.execute(self.sql, filled)
            found = cursor.fetchall() if self.row else ()
        except sqlite3.Error as error:
            raise DBAPIError.instance(self.sql, None, error, sqlite3.Error, hide_parameters=True) from error
        return Outcome(cursor.rowcount, [self._to_row(row) for row in found])

    def _to_row(self, values: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a named tuple of its own
        if self.row is None:
            return values
        converted = list(values)
        for place, convert in self.outputs:
            converted[place] = convert(converted[place])
        return self.row(converted)


def prepare(statement: ClauseElement, dialect: Dialect) -> Prepared | None:
    """Compile a statement for SQLite; None if its text depends on the values."""
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params:
        return None
    columns = getattr(statement, "exported_columns", ())
    return Prepared(compiled, tuple(columns), dialect)


def _inwards(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _outwards(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
