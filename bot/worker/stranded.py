"""Messages queued for a channel that the installation no longer has: given up, so that news go another way.

Staff see them as dead letters; a notice of a case among them goes to the person's next chat, or to the list
of people to be called (`bot/cases/reaching.py`).
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.ports.records import Delivered
from bot.ports.store import Store, Transaction
from bot.worker.scene import Clock
from bot.worker.wording import worded

PAUSE = 60.0  # seconds between two looks
GRACE = timedelta(minutes=30)  # another process may have the channel, and be starting again
MOST = 100  # messages in one transaction
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranded:
    """Gives up what no channel of the installation takes."""

    store: Store
    served: Collection[str]  # names of the channels that there are
    now: Clock

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.give_up()
            await asyncio.sleep(PAUSE)

    async def give_up(self) -> int:
        """Make dead letters of what has waited too long for a channel that is not there; return how many."""
        count = 0
        while found := await self.store.write(self._some):
            count += found
        if count:
            _log.warning("messages for channels that are not served were given up", count=count)
        return count

    def _some(self, tx: Transaction) -> int:
        before = self.now() - GRACE
        found = tx.outbox.stranded(self.served, before=before, limit=MOST)
        told: set[str] = set()
        for delivery in found:
            self._give_up(tx, delivery, first=delivery.conversation not in told)
            told.add(delivery.conversation)
        if found:
            tx.announce("notices")
        return len(found)

    def _give_up(self, tx: Transaction, delivery: Delivered, *, first: bool) -> None:
        organisation, channel = delivery.address.organisation, delivery.address.channel
        tx.outbox.dead(organisation, delivery.id, error=f"no channel: {channel}", at=self.now())
        tx.transcript.set_delivery(organisation, delivery.line, "failed")
        if first:
            text = worded(None, "ar", "worker.no-channel")
            trace = {"notice": "no-channel"}
            tx.transcript.add(
                organisation, delivery.conversation, direction="system", text=text, at=self.now(), trace=trace
            )
        tx.announce(f"queue:{organisation}")
        tx.announce(f"conversation:{delivery.conversation}")
