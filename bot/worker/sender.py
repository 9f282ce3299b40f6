"""Sending what waits in the outbox, one message at a time per chat, many chats at once."""

import asyncio
import random
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import structlog

from bot.outreach import wishes
from bot.ports.channel import Channel, Receipt, SendError, Unreachable
from bot.ports.outreach import HELD_BACK, OPTED_OUT
from bot.ports.records import STAFF_HOLD, Delivered
from bot.ports.store import Store, Transaction
from bot.worker.retry import Again, GiveUp, decide
from bot.worker.scene import Clock
from bot.worker.wording import worded

AT_ONCE = 16  # messages on their way to one channel
SEND_TIMEOUT = 60.0  # seconds after which a platform counts as unreachable
LEASE = timedelta(seconds=90)  # longer than a sending can take: until then no other process touches it
LONGEST_PAUSE = 30.0  # seconds between two looks when nothing is announced
SHORTEST_PAUSE = 0.05
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class Sender:
    """Empties the outbox of one channel.

    Several processes may send for a channel: each message is leased to one of them. What a process that died
    had leased is taken up by another, or by itself started anew, when the lease is over.
    """

    store: Store
    channel: Channel
    now: Clock
    lease: timedelta = LEASE
    owner: str = field(default_factory=lambda: uuid4().hex)  # this process, as long as it lives
    jitter: Callable[[], float] = random.random
    _on_their_way: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _stopping: bool = False

    async def run(self) -> None:
        """Send until stopped."""
        await self.store.write(lambda tx: tx.outbox.left_behind(self.channel.name))
        with closing(self.store.listen("outbox")) as listening:
            while not self._stopping:
                if not await self.send_due():
                    await listening.wait(await self._pause())

    async def send_due(self) -> int:
        """Start sending what is due now and return how many messages that are."""
        room = AT_ONCE - len(self._on_their_way)
        if room <= 0:
            return 0
        most = room + len(self._on_their_way)
        due = await self.store.look(lambda tx: tx.outbox.due(self.channel.name, now=self.now(), limit=most))
        fresh = [delivery for delivery in due if delivery.id not in self._on_their_way][:room]
        for delivery in fresh:
            self._on_their_way[delivery.id] = asyncio.create_task(self._deliver(delivery))
        return len(fresh)

    async def stop(self) -> None:
        """Start nothing more and wait for what is on its way."""
        self._stopping = True
        await self.finished()

    async def finished(self) -> None:
        """Wait for what is on its way."""
        while self._on_their_way:
            await asyncio.wait(tuple(self._on_their_way.values()))

    def _take(self, tx: Transaction, delivery: Delivered) -> Delivered | None:
        """Lease a message. None if another process has it, or the bot may no longer say it."""
        # locks the chat: always before its messages, so that nobody waits in a circle
        why = barred(tx, delivery)
        now, organisation = self.now(), delivery.address.organisation
        if not tx.outbox.take(organisation, delivery.id, by=self.owner, now=now, until=now + self.lease):
            return None
        if why:
            self._withhold(tx, delivery, reason=why)
            tx.announce("outbox")  # what stands behind it may go
            return None
        return self._with_earlier(tx, delivery)

    def _with_earlier(self, tx: Transaction, delivery: Delivered) -> Delivered:
        """Name, for a correction, what was sent before: it goes after that, so that is known by now."""
        edit = delivery.message.edit
        if edit is None:
            return delivery
        return replace(delivery, replaces=tx.outbox.external_of(delivery.address.organisation, edit.line))

    async def _pause(self) -> float:
        """Return how many seconds to wait for an announcement."""
        if self._on_their_way:
            return 1.0
        due = await self.store.look(lambda tx: tx.outbox.next_due(self.channel.name))
        if due is None:
            return LONGEST_PAUSE
        return min(max((due - self.now()).total_seconds(), SHORTEST_PAUSE), LONGEST_PAUSE)

    async def _deliver(self, delivery: Delivered) -> None:
        over = asyncio.get_running_loop().time() + self.lease.total_seconds()
        try:
            if mine := await self.store.write(lambda tx: self._take(tx, delivery)):
                outcome = await self._send(mine, over)
                await self.store.write(lambda tx: self._record(tx, mine, outcome))
        except Exception as error:
            _log.error("sending not recorded", outbox=delivery.id, error=type(error).__name__)
            await asyncio.sleep(LONGEST_PAUSE)  # else the same message would go out again and again
        finally:
            del self._on_their_way[delivery.id]

    async def _send(self, delivery: Delivered, over: float) -> Receipt | SendError:
        """Send, never longer than this process has the message to itself: `over` is a time of the loop."""
        soon = asyncio.get_running_loop().time() + SEND_TIMEOUT
        try:
            async with asyncio.timeout_at(min(soon, over)):
                return await self.channel.send(delivery)
        except SendError as error:
            return error
        except TimeoutError:
            return Unreachable("timed out")
        except Exception as error:
            _log.error("channel failed", channel=self.channel.name, error=type(error).__name__)
            return Unreachable(type(error).__name__)

    def _record(self, tx: Transaction, delivery: Delivered, outcome: Receipt | SendError) -> None:
        organisation = delivery.address.organisation
        if isinstance(outcome, Receipt):
            tx.outbox.sent(organisation, delivery.id, external_id=outcome.external_id, at=self.now())
            tx.transcript.set_delivery(organisation, delivery.line, "sent")
        else:
            self._failed(tx, delivery, outcome)
        tx.announce("outbox")
        tx.announce(f"conversation:{delivery.conversation}")

    def _failed(self, tx: Transaction, delivery: Delivered, error: SendError) -> None:
        organisation = delivery.address.organisation
        if not tx.outbox.holds(organisation, delivery.id, by=self.owner):
            return  # this process stood still for longer than its lease: another one is sending it
        decision = decide(error, attempts=delivery.attempts + 1, jitter=self.jitter())
        if isinstance(decision, Again):
            then = self.now() + timedelta(seconds=decision.seconds)
            tx.outbox.retry(organisation, delivery.id, not_before=then, error=type(error).__name__)
        elif isinstance(decision, GiveUp):
            tx.outbox.dead(organisation, delivery.id, error=decision.error, at=self.now())
            tx.transcript.set_delivery(organisation, delivery.line, "failed")
            tx.announce(f"queue:{organisation}")
        else:
            self._withhold(tx, delivery, reason=decision.reason)
            self._note_blocked(tx, delivery)

    def _withhold(self, tx: Transaction, delivery: Delivered, *, reason: str) -> None:
        organisation = delivery.address.organisation
        tx.outbox.withhold(organisation, delivery.id, reason=reason, at=self.now())
        tx.transcript.set_delivery(organisation, delivery.line, "withheld")
        tx.announce(f"conversation:{delivery.conversation}")

    def _note_blocked(self, tx: Transaction, delivery: Delivered) -> None:
        """Tell staff in the transcript that this person is not reached here any more."""
        tx.transcript.add(
            delivery.address.organisation,
            delivery.conversation,
            direction="system",
            text=worded(None, "ar", "worker.blocked"),
            at=self.now(),
            trace={"notice": "blocked"},
        )


def barred(tx: Transaction, delivery: Delivered) -> str:
    """Return why a message may not be sent any more; empty if it may.

    While staff hold the chat only theirs, and danger numbers; of a campaign only while it is sending, and to
    who still agrees.
    """
    if delivery.staff is not None or delivery.message.urgent:
        return ""
    organisation = delivery.address.organisation
    row = tx.conversations.lock(organisation, delivery.conversation)
    if row.owner == "staff":
        return STAFF_HOLD
    if not delivery.message.outreach:
        return ""
    if tx.campaigns.state_of_line(organisation, delivery.line) != "sending":
        return HELD_BACK
    return "" if wishes.may_go(tx, organisation, delivery.conversation) else OPTED_OUT
