"""Telling supervisors of cases that wait longer than their organisation's own target."""

import asyncio
from dataclasses import dataclass

from bot.cases import targets
from bot.ports.records import LateCase
from bot.ports.store import Store, Transaction
from bot.worker.scene import Clock, Contents

PAUSE = 60.0  # seconds between two looks
MOST = 200  # cases looked at in one round


@dataclass(frozen=True, kw_only=True, slots=True)
class LateCases:
    """Looks at cases whose time has come; outside working hours they wait for the opening."""

    store: Store
    contents: Contents
    now: Clock

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.alert_due()
            await asyncio.sleep(PAUSE)

    async def alert_due(self) -> int:
        """Alert for every case that needs it and return how many those are."""
        due = await self.store.write(lambda tx: tx.late.due(now=self.now(), limit=MOST))
        done = [await self.store.write(lambda tx, one=one: self._alert(tx, one)) for one in due]  # type: ignore[misc]
        return sum(done)

    def _alert(self, tx: Transaction, late: LateCase) -> bool:
        now = self.now()
        if not tx.late.take(late):
            return False
        try:
            content = self.contents(late.organisation)
        except KeyError:  # an organisation that is served no more
            tx.late.forget(late.organisation, late.case)
            return False
        opening = content.hours.next_opening(now) if content.hours else None
        if content.hours and opening and not content.hours.is_open(now):
            tx.late.postpone(late.organisation, late.case, due=opening)
            return False
        alerted = targets.alert(tx, content, late.organisation, late.case, now=now)
        if alerted:
            tx.announce(f"queue:{late.organisation}")
            tx.announce(f"cases:{late.organisation}")
        return alerted
