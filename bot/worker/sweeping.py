"""Once a day: stored files that nothing names any more are removed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.worker.scene import Clock

SweepFiles = Callable[[datetime], Sequence[tuple[str, int]] | None]
"""Remove such files, unless that was done within a day (None); name and size of each. Slow: for a thread."""

FIRST = 600.0  # seconds after the start, which has better to do
PAUSE = 3600.0  # seconds between two looks whether a day has passed
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class FileSweep:
    """Does by itself what `wasl db sweep` does."""

    sweep: SweepFiles
    now: Clock
    first: float = FIRST

    async def run(self) -> None:
        """Look until cancelled."""
        await asyncio.sleep(self.first)
        while True:
            await self.sweep_due()
            await asyncio.sleep(PAUSE)

    async def sweep_due(self) -> int:
        """Sweep if a day has passed and return how many files went."""
        gone = await asyncio.to_thread(self.sweep, self.now())
        if gone:
            _log.info("files that nothing names were removed", count=len(gone), size=sum(s for _, s in gone))
        return len(gone or ())
