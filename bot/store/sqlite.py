"""SQLite: one file, exactly one writer thread, readers that never wait behind it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.ports.store import Listening, Transaction
from bot.store.announcements import Hub
from bot.store.columns import use_keys
from bot.store.errors import UnknownDatabase
from bot.store.keys import KeyRing
from bot.store.looking import LOOKERS, Looking
from bot.store.reading import ReadingPool
from bot.store.reads import CoreReads
from bot.store.writer import Writer

T = TypeVar("T")
BUSY_MS = 5_000  # how long to wait for another process, e.g. a backup


def database_file(url: URL) -> Path:
    """Return the file of a SQLite URL. UnknownDatabase for a database in memory."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise UnknownDatabase(f"{url} is no file: writer and readers need one that they share")
    return Path(url.database)


def writing_engine(url: URL) -> Engine:
    """Return an engine whose transactions begin with the write lock and end on the disk."""
    database_file(url).parent.mkdir(parents=True, exist_ok=True)
    engine = _engine(url, poolclass=NullPool)
    event.listen(engine, "connect", _prepare_writing)
    event.listen(engine, "begin", _begin)
    return engine


def _engine(url: URL, **pool: object) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        **pool,
    )
    event.listen(engine, "connect", _leave_beginning_to_us)
    return engine


def _leave_beginning_to_us(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own


def _prepare_writing(connection: SqliteConnection, _record: object) -> None:
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged message survives a power cut
        "foreign_keys = ON",
        "secure_delete = ON",  # what is erased is overwritten
        "cache_size = -32000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_reading(connection: SqliteConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (f"busy_timeout = {BUSY_MS}", "query_only = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _looking_engine(url: URL) -> Engine:
    """Return an engine whose transactions see one moment and write nothing."""
    engine = _engine(url, pool_size=LOOKERS)
    event.listen(engine, "connect", _prepare_reading)
    event.listen(engine, "begin", _begin_looking)
    return engine


def _begin_looking(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


class SqliteStore:
    """`bot.ports.store.Store` in one file."""

    def __init__(self, url: URL, ring: KeyRing) -> None:
        """Start the writer thread. The schema must be in place."""
        self._hub = Hub()
        engine = writing_engine(url)
        use_keys(engine, ring)
        self._writer = Writer(engine, self._hub)
        self._reading = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"), pool_size=4, max_overflow=4, hide_parameters=True
        )
        event.listen(self._reading.sync_engine, "connect", _prepare_reading)
        use_keys(self._reading.sync_engine, ring)
        looking = _looking_engine(url)
        use_keys(looking, ring)
        self._looking = Looking(looking)
        self._pool = ReadingPool(engine=self._reading)
        self._reads = CoreReads(self._pool)

    @property
    def read(self) -> CoreReads:
        """Reading side."""
        return self._reads

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in the writer thread; returns once it is on the disk."""
        return await self._writer.submit(work)

    async def look(self, work: Callable[[Transaction], T]) -> T:
        """Run `work`, which only reads, beside the writer."""
        return await self._looking.run(work)

    def listen(self, *topics: str) -> Listening:
        """Subscribe to announcements."""
        return self._hub.listen(topics)

    async def close(self) -> None:
        """Finish what is being written and close."""
        await asyncio.to_thread(self._writer.close)
        await asyncio.to_thread(self._looking.close)
        await self._pool.close()
