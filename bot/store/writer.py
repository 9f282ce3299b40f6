"""The one thread that writes to SQLite: group commit, a savepoint for each unit of work.

Commits cost the disk's time, statements the thread's. Units that arrive while a commit is under way share the
next one; each is told its result only after that commit.
"""

import asyncio
import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Literal, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.ports.store import NotWritten, Transaction
from bot.store.announcements import Hub
from bot.store.line_index import tidy
from bot.store.repository import PreparedSession
from bot.store.transaction import CoreTransaction

T = TypeVar("T")
BATCH = 64  # units of work in one commit


@dataclass(kw_only=True, slots=True)
class Unit:
    """One unit of work, and who waits for it."""

    work: Callable[[Transaction], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None
    topics: list[str] = field(default_factory=list)
    erased: bool = False

    def settle(self) -> None:
        """Give the result to who waits, in their loop."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Owns the writing connection."""

    def __init__(self, engine: Engine, hub: Hub) -> None:
        """Start the thread."""
        self._engine = engine
        self._hub = hub
        self._queue: SimpleQueue[Unit | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._scrub = False  # erased text may still stand in the write-ahead log
        self._tidying: Literal["no", "begin", "go on"] = "no"  # and what it was indexed by in the index
        self._thread = Thread(target=self._run, name="wasl-store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Transaction], T]) -> asyncio.Future[T]:
        """Queue a unit of work; the future is done after its commit. NotWritten if the store is closed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        with self._closing:
            if self._closed:
                raise NotWritten("the store is closed")
            self._queue.put(Unit(work=work, future=future, loop=loop))
        return future

    def close(self) -> None:
        """Write what is queued, end the thread and close the connection."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        session: PreparedSession | None = None
        while batch := self._next_batch():
            try:
                session = session or PreparedSession(self._engine.connect())
                self._commit(session, batch)
            except Exception as error:
                _fail(batch, error)
                _drop(session)
                session = None
            self._settle(batch)
            session = self._tidy(session, until_wanted=True)
        _drop(self._tidy(session))

    def _next_batch(self) -> list[Unit]:
        """Wait for work; take what else is there. Empty when the store closes."""
        batch: list[Unit] = []
        unit = self._queue.get()
        while unit is not None:
            batch.append(unit)
            if len(batch) == BATCH:
                return batch
            try:
                unit = self._queue.get_nowait()
            except Empty:
                return batch
        if batch:
            self._queue.put(None)  # close after this batch
        return batch

    def _commit(self, session: PreparedSession, batch: list[Unit]) -> None:
        with session.connection.begin():
            transaction = CoreTransaction(session)
            for unit in batch:
                if not unit.future.cancelled():
                    _perform(unit, transaction, session)
        if any(unit.erased for unit in batch):
            self._scrub, self._tidying = True, "begin"
        if self._scrub:
            self._scrub = not _truncate_log(session)

    def _tidy(self, session: PreparedSession | None, *, until_wanted: bool = False) -> PreparedSession | None:
        """Merge erased lines out of the index of what is said, a step at a time, while nobody wants to write.

        Returns the session to go on with; none after a failure: it is tried again after the next batch.
        """
        while session and self._tidying != "no" and not (until_wanted and not self._queue.empty()):
            try:
                with session.connection.begin():
                    more = tidy(session.raw, first=self._tidying == "begin")
                self._tidying = "go on" if more else "no"
                if not more:
                    self._scrub = not _truncate_log(session)
            except (DBAPIError, sqlite3.Error):
                _drop(session)
                return None
        return session

    def _settle(self, batch: list[Unit]) -> None:
        """Hand results over, one call a loop, and wake listeners."""
        by_loop: defaultdict[asyncio.AbstractEventLoop, list[Unit]] = defaultdict(list)
        for unit in batch:
            by_loop[unit.loop].append(unit)
        for loop, units in by_loop.items():
            with contextlib.suppress(RuntimeError):  # the loop that asked is closed: nobody waits
                loop.call_soon_threadsafe(_settle_all, units)
        topics = {topic for unit in batch if unit.error is None for topic in unit.topics}
        if topics:
            self._hub.publish(topics)


def _perform(unit: Unit, transaction: CoreTransaction, session: PreparedSession) -> None:
    """Run one unit in its savepoint. An error is its own, unless SQLite ended the transaction."""
    session.raw.execute("SAVEPOINT unit")
    session.reset()
    try:
        unit.result = unit.work(transaction)
    except Exception as error:
        if not session.raw.in_transaction:
            raise
        session.raw.execute("ROLLBACK TO unit")
        unit.error = error
    else:
        unit.topics, unit.erased = session.topics, session.erased
    session.raw.execute("RELEASE unit")


def _settle_all(units: list[Unit]) -> None:
    for unit in units:
        unit.settle()


def _fail(batch: list[Unit], cause: Exception) -> None:
    reason = cause.orig if isinstance(cause, DBAPIError) else cause
    for unit in batch:
        if unit.error is None:
            unit.error = NotWritten(f"the database could not be written: {reason}")
            unit.error.__cause__ = cause


def _drop(session: PreparedSession | None) -> None:
    """Close a connection, whose state may be unknown after a failure."""
    if session is not None:
        with contextlib.suppress(DBAPIError, sqlite3.Error):
            session.connection.close()


def _truncate_log(session: PreparedSession) -> bool:
    """Move the log into the database file and empty it. False while a reader holds it: try again later."""
    busy, _, _ = session.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
