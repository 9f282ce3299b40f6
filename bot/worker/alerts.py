"""Telling staff again that somebody waits, and the supervisor that an urgent chat is taken by nobody.

Outside working hours only what is urgent calls anybody.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.waiting import alert_due, overdue
from bot.engine.hours import Hours
from bot.ports.records import Conversation
from bot.ports.store import Store, Transaction
from bot.worker.scene import Clock
from bot.worker.wording import worded

PAUSE = 15.0  # seconds between two looks
MOST = 500  # waiting chats looked at


@dataclass(frozen=True, kw_only=True, slots=True)
class Alerts:
    """Watches the waiting list."""

    store: Store
    organisations: Callable[[], Sequence[str]]
    now: Clock
    hours: Callable[[str], Hours | None]  # an organisation's, with the content of now

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.alert_due()
            await asyncio.sleep(PAUSE)

    async def alert_due(self) -> int:
        """Alert for every chat that needs it and return how many those are."""
        now = self.now()
        waiting = await self.store.read.waiting(self.organisations(), limit=MOST)
        late = [row for row in waiting if alert_due(row, now, self.hours(row.address.organisation))]
        for row in late:
            await self.store.write(lambda tx, row=row: self._alert(tx, row, now))  # type: ignore[misc]
        return len(late)

    def _alert(self, tx: Transaction, seen: Conversation, now: datetime) -> None:
        """Alert, unless somebody has taken the chat or another process has alerted meanwhile."""
        organisation = seen.address.organisation
        row, hours = tx.conversations.lock(organisation, seen.id), self.hours(organisation)
        if not alert_due(row, now, hours):
            return
        tx.conversations.alerted(organisation, row.id, at=now)
        tx.announce(f"queue:{organisation}")
        if row.priority == "urgent" and overdue(row, now, hours) == "red":
            _tell_supervisor(tx, row, now)


def _tell_supervisor(tx: Transaction, row: Conversation, now: datetime) -> None:
    organisation = row.address.organisation
    waited = now - (row.waiting_since or now)
    trace = {"notice": "unclaimed", "minutes": int(waited.total_seconds() // 60)}
    text = worded(None, "ar", "worker.unclaimed", minutes=trace["minutes"])
    tx.transcript.add(organisation, row.id, direction="system", text=text, at=now, trace=trace)
    tx.announce(f"alert:{organisation}")
    tx.announce(f"conversation:{row.id}")
