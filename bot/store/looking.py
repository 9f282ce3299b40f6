"""Units of work that only read: beside the writer, in threads of their own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine

from bot.ports.store import Transaction
from bot.store.repository import Session
from bot.store.transaction import CoreTransaction

T = TypeVar("T")
LOOKERS = 4  # at once in one process


class Looking:
    """Runs readings on connections of an engine whose transactions cannot write."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine; it is disposed of with `close`."""
        self._engine = engine
        self._threads = ThreadPoolExecutor(LOOKERS, thread_name_prefix="wasl-store-reader")

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """Run one, as of the moment of its first reading."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def _run(self, work: Callable[[Transaction], T]) -> T:
        with self._engine.connect() as connection:
            return work(CoreTransaction(Session(connection, reading=True)))

    def close(self) -> None:
        """Wait for what is being read, then close all connections."""
        self._threads.shutdown()
        self._engine.dispose()
