"""What every group of readings shares: a pool of connections that is closed only when nothing is read."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.repository import Found


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingPool:
    """Connections that never wait behind the writer.

    A reading whose caller gives up still runs to its end: the driver's thread must find its event loop open.
    """

    engine: AsyncEngine
    _underway: set[asyncio.Task[Sequence[Found]]] = field(default_factory=set)

    async def all(self, statement: Executable, values: dict[str, object]) -> Sequence[Found]:
        """Return all rows of a statement."""
        task = asyncio.ensure_future(self._all(statement, values))
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for what is being read, then close all connections."""
        await asyncio.gather(*self._underway, return_exceptions=True)
        await self.engine.dispose()

    async def _all(self, statement: Executable, values: dict[str, object]) -> Sequence[Found]:
        async with self.engine.connect() as connection:
            return (await connection.execute(statement, values)).all()


class Reading:
    """Asks on a shared pool."""

    def __init__(self, pool: ReadingPool) -> None:
        """Read through this pool."""
        self._pool = pool

    async def _all(self, statement: Executable, **values: object) -> Sequence[Found]:
        return await self._pool.all(statement, values)

    async def _merged(
        self,
        statement: Callable[[str], Executable],
        places: Sequence[str],
        *,
        key: Callable[[Found], Any],
        limit: int,
        newest: bool = False,
        **values: object,
    ) -> Sequence[Found]:
        """Ask each place by itself, so that an index gives the order, and return the first rows of all.

        `statement` takes a place (see `bot.ports.places`) and orders by `key`, downwards with `newest`.
        """
        asked = (self._all(statement(place), org=place, most=limit, **values) for place in places)
        rows = [row for found in await asyncio.gather(*asked) for row in found]
        return sorted(rows, key=key, reverse=newest)[:limit]

    async def _first(self, statement: Executable, **values: object) -> Found | None:
        rows = await self._all(statement, **values)
        return rows[0] if rows else None
