"""Waking conversations when something is due: an event in the lane, behind what arrived before."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog

from bot.messages import Event
from bot.ports.records import Timer
from bot.ports.store import Store, Transaction
from bot.worker.lanes import Lanes
from bot.worker.scene import Clock
from bot.worker.trouble import EngineFailedError, describe
from bot.worker.turn import Turns

MOST = 100  # timers looked at in one round
PAUSE = 15.0  # seconds between two looks when nothing is announced
POSTPONED = timedelta(hours=1)  # while the person waits for staff, or talks to them
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class Timers:
    """Runs due timers. While the person waits for staff an answer is owed to them: their timers wait too."""

    store: Store
    turns: Turns
    lanes: Lanes
    now: Clock
    _queued: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Look until cancelled."""
        with closing(self.store.listen("timers")) as listening:
            while True:
                await self.queue_due()
                await listening.wait(PAUSE)

    async def queue_due(self) -> int:
        """Queue the timers that are due and return how many those are."""
        due = await self.store.write(lambda tx: tx.timers.due(now=self.now(), limit=MOST))
        fresh = [timer for timer in due if timer.id not in self._queued]
        for timer in fresh:
            self._queued.add(timer.id)
            self.lanes.put(timer.conversation, partial(self._wake, timer))
        return len(fresh)

    async def _wake(self, timer: Timer) -> None:
        try:
            await self.store.write(lambda tx: self._ring(tx, timer))
        except EngineFailedError as error:
            _log.error("timer failed", name=timer.name, error=describe(error))
            await self.store.write(lambda tx: tx.timers.remove(timer.organisation, timer.id))
        finally:
            self._queued.discard(timer.id)

    def _ring(self, tx: Transaction, timer: Timer) -> None:
        """Run one timer, unless the conversation's earlier turn, or another process, has removed it."""
        row = tx.conversations.lock(timer.organisation, timer.conversation)
        if not tx.timers.remove(timer.organisation, timer.id):
            return
        if row.owner != "bot":
            later = self.now() + POSTPONED
            tx.timers.set(timer.organisation, timer.conversation, name=timer.name, due_at=later)
            return
        event = Event(kind="timer", at=self.now(), fields={"name": timer.name})
        self.turns.event(tx, timer.organisation, timer.conversation, event)
