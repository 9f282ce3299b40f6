"""What every group of queries shares: a connection inside a transaction."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import ClauseElement, Connection, Executable

from bot.store.prepared import Prepared, prepare
from bot.store.statements import Portable


class Found(Protocol):
    """A row: one attribute a column."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever was selected
        """Return a column's value."""
        ...

    def __getitem__(self, place: int | slice) -> Any:  # noqa: ANN401 - whatever was selected
        """Return a column's value by its place, or several."""
        ...


class Result(Protocol):
    """What a statement did: SQLAlchemy's result, or a prepared statement's."""

    @property
    def rowcount(self) -> int:
        """Tell how many rows were touched."""
        ...

    def all(self) -> Sequence[Any]:
        """Return every row."""
        ...

    def first(self) -> Any:  # noqa: ANN401 - a row of whatever was selected
        """Return the first row, if any."""
        ...

    def scalar_one(self) -> Any:  # noqa: ANN401 - a value of whatever was selected
        """Return the one value."""
        ...


class Session:
    """One connection inside a transaction, and what happens beside its rows."""

    def __init__(self, connection: Connection, *, reading: bool = False) -> None:
        """Work on a connection whose transactions others begin and end; `reading`: it locks nothing."""
        self.connection = connection
        self.reading = reading
        self.dialect = connection.dialect.name
        self.reset()

    def reset(self) -> None:
        """Forget what the last unit of work left here."""
        self.topics: list[str] = []  # announced once committed
        self.locked: set[str] = set()  # conversations locked in this transaction
        self.erased = False  # something was erased: the write-ahead log must not keep it

    def execute(self, statement: Executable | Portable, values: Mapping[str, object]) -> Result:
        """Run a statement, in this database's words."""
        if isinstance(statement, Portable):
            statement = statement.by_dialect[self.dialect]
        return self.connection.execute(statement, values)


class PreparedSession(Session):
    """A session on SQLite that compiles each statement once. Lives as long as its connection."""

    def __init__(self, connection: Connection) -> None:
        """Begin without compiled statements. TypeError if the connection is not SQLite's."""
        super().__init__(connection)
        raw = connection.connection.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            raise TypeError("prepared statements are for sqlite3")
        self.raw = raw
        self._prepared: WeakKeyDictionary[Executable | Portable, Prepared | None] = WeakKeyDictionary()

    def execute(self, statement: Executable | Portable, values: Mapping[str, object]) -> Result:
        """Run a statement, compiled when it is met first."""
        try:
            ready = self._prepared[statement]
        except KeyError:
            plain = statement.by_dialect["sqlite"] if isinstance(statement, Portable) else statement
            ready = prepare(plain, self.connection.dialect) if isinstance(plain, ClauseElement) else None
            self._prepared[statement] = ready
        return super().execute(statement, values) if ready is None else ready.run(self.raw, values)


class Repository:
    """A group of queries. Lives as long as its session."""

    def __init__(self, session: Session) -> None:
        """Work inside a session."""
        self._session = session

    def _change(self, statement: Executable | Portable, **values: object) -> int:
        """Write, and return how many rows it touched."""
        return self._session.execute(statement, values).rowcount

    def _first(self, statement: Executable | Portable, **values: object) -> Found | None:
        """Return the first row, if any."""
        row: Found | None = self._session.execute(statement, values).first()
        return row

    def _all(self, statement: Executable | Portable, **values: object) -> Sequence[Found]:
        """Return every row."""
        return self._session.execute(statement, values).all()

    def _number(self, statement: Executable | Portable, **values: object) -> int:
        """Return the number that the statement gives, e.g. a new row's id."""
        return int(self._session.execute(statement, values).scalar_one())
