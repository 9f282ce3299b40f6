"""Chats that were put off come back when their time is over."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.desk.snoozing import wake
from bot.ports.store import Store
from bot.worker.scene import Clock
from bot.worker.wording import worded

PAUSE = 15.0  # seconds between two looks


@dataclass(frozen=True, kw_only=True, slots=True)
class Snoozes:
    """Watches the chats that are put off. What it waits for stands in the database alone."""

    store: Store
    organisations: Callable[[], Sequence[str]]
    now: Clock

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.wake_due()
            await asyncio.sleep(PAUSE)

    async def wake_due(self) -> int:
        """Bring back those whose time is over, and return how many those are."""
        now, text = self.now(), worded(None, "ar", "worker.woken")
        due = await self.store.read.snoozed(self.organisations(), due=now)
        woken = [
            await self.store.write(lambda tx, row=row: wake(tx, row, now=now, text=text))  # type: ignore[misc]
            for row in due
        ]
        return sum(woken)
