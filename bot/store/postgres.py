"""PostgreSQL: the same statements on psycopg 3; several processes may write and hear each other."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import psycopg
from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.ports.store import Listening, NotWritten, Transaction
from bot.store.announcements import Hub
from bot.store.columns import use_keys
from bot.store.keys import KeyRing
from bot.store.looking import Looking
from bot.store.reading import ReadingPool
from bot.store.reads import CoreReads
from bot.store.repository import Session
from bot.store.transaction import CoreTransaction

T = TypeVar("T")
WRITERS = 8  # transactions at once in one process
READERS = (
    10  # statements at once in one process; a page that asks more waits, which costs less than connecting
)
PAUSE = 1.0  # seconds before listening again after the connection broke

# Each schema is an installation of its own and hears itself alone.
_notify = text("SELECT pg_notify('wasl_' || current_schema(), :topic)")
_MY_CHANNEL = "SELECT quote_ident('wasl_' || current_schema())"


def synchronous_engine(url: URL) -> Engine:
    """Return an engine for writing, upgrading and moving."""
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=WRITERS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # errors are logged
    )


class PostgresStore:
    """`bot.ports.store.Store` on a server."""

    def __init__(self, url: URL, ring: KeyRing) -> None:
        """Open the pools. The schema must be in place."""
        self._url = url.set(drivername="postgresql+psycopg")
        self._hub = Hub()
        self._writing = synchronous_engine(url)
        self._reading = create_async_engine(
            self._url,
            pool_size=READERS,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",  # a reading is one statement: no BEGIN and ROLLBACK around it
        )
        use_keys(self._writing, ring)
        use_keys(self._reading.sync_engine, ring)
        self._threads = ThreadPoolExecutor(WRITERS, thread_name_prefix="wasl-store-writer")
        looking = synchronous_engine(url).execution_options(
            postgresql_readonly=True, isolation_level="REPEATABLE READ"
        )
        use_keys(looking, ring)
        self._looking = Looking(looking)
        self._pool = ReadingPool(engine=self._reading)
        self._reads = CoreReads(self._pool)
        self._hearing: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def read(self) -> CoreReads:
        """Reading side."""
        return self._reads

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a transaction of its own, in a thread. NotWritten if it could not be committed."""
        if self._closed:
            raise NotWritten("the store is closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._write, work)

    def _write(self, work: Callable[[Transaction], T]) -> T:
        try:
            with self._writing.begin() as connection:
                session = Session(connection)
                result = work(CoreTransaction(session))
                for topic in dict.fromkeys(session.topics):
                    connection.execute(_notify, {"topic": topic})
        except OperationalError as error:
            raise NotWritten(f"the database could not be written: {error.orig}") from error
        self._hub.publish(session.topics)
        return result

    async def look(self, work: Callable[[Transaction], T]) -> T:
        """Run `work`, which only reads, on a connection that cannot write."""
        return await self._looking.run(work)

    def listen(self, *topics: str) -> Listening:
        """Subscribe to announcements of every process that writes to this database."""
        listening = self._hub.listen(topics)
        if self._hearing is None:
            self._hearing = asyncio.create_task(self._hear())
        return listening

    async def _hear(self) -> None:
        """Pass on what other processes announce; listen again when the connection breaks."""
        while True:
            with contextlib.suppress(DBAPIError, psycopg.Error, OSError):
                await self._hear_until_broken()
            await asyncio.sleep(PAUSE)

    async def _hear_until_broken(self) -> None:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
            [channel] = await (await connection.execute(_MY_CHANNEL)).fetchone() or ("wasl",)
            await connection.execute(f"LISTEN {channel}".encode())
            self._hub.publish_all()  # something may have been announced while nobody listened
            async for notice in connection.notifies():
                self._hub.publish((notice.payload,))

    async def close(self) -> None:
        """Finish what is being written and close."""
        self._closed = True
        if self._hearing is not None:
            self._hearing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._hearing
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._looking.close)
        await self._pool.close()
        await asyncio.to_thread(self._writing.dispose)
