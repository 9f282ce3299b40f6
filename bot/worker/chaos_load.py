"""The child of a chaos run: a whole worker, a platform that only keeps a log, and people who write on."""

import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.messages import Address, Inbound
from bot.ports.channel import Accept, Receipt
from bot.ports.records import Delivered
from bot.ports.store import FileStore, Store
from bot.worker.chaos_plan import CHANNEL, GO, READY, Log, Plan, acknowledged, sends
from bot.worker.scene import Contents
from bot.worker.service import Worker, new_id, utc_now

PAUSE = 0.2  # seconds between two messages of one person, on average
SENDING = 0.004  # seconds that the platform takes at most
LEASE = timedelta(seconds=3)  # on PostgreSQL the next child waits so long for what the dead one was sending
QUESTIONS: Sequence[str] = (
    "متى يصلني الرد على طلبي؟",
    "كيف أتواصل معكم؟",
    "وش الأوراق المطلوبة",
    "How long does it take?",
    "ابغى اعرف وين وصل طلبي",
    "السلام عليكم ورحمة الله",
)


@dataclass(kw_only=True, slots=True)
class LoggingChannel:
    """A platform that writes down what it was given."""

    plan: Plan
    log: Log
    chance: random.Random
    go: asyncio.Event  # set when people may write
    name: str = CHANNEL

    async def run(self, accept: Accept) -> None:
        """Let everybody write, each one message after the other, as long as the process lives."""
        await self.go.wait()
        await asyncio.gather(*(self._write(user, accept) for user in self.plan.users()))

    async def send(self, delivery: Delivered) -> Receipt:
        """Take a message; the process may die before the sender has recorded it."""
        self.log.add(delivery.address.user, delivery.line)
        await asyncio.sleep(self.chance.random() * SENDING)
        return Receipt(external_id=str(delivery.id))

    async def _write(self, user: str, accept: Accept) -> None:
        told = acknowledged(self.plan)
        number = 1 + max((int(line[1]) for line in told.read() if line[0] == user), default=0)
        while True:
            await asyncio.sleep(self.chance.random() * 2 * PAUSE)
            await accept(self._message(user, number))
            told.add(user, number)
            number += 1

    def _message(self, user: str, number: int) -> Inbound:
        """Return a message; after a kill the same one comes again, as platforms deliver again."""
        return Inbound(
            id=new_id(),
            address=Address(organisation=self.plan.organisation, channel=CHANNEL, user=user),
            external_id=f"{user}:{number}",
            received_at=utc_now(),
            text=f"{self.chance.choice(QUESTIONS)} #{number}",
        )


async def play(plan: Plan, *, store: Store, files: FileStore, contents: Contents) -> None:
    """Answer and send what is left, say so, then do what the plan says."""
    chance = random.Random(plan.seed)  # noqa: S311 - a load that can be repeated, no secret
    channel = LoggingChannel(plan=plan, log=sends(plan), chance=chance, go=asyncio.Event())
    worker = Worker(
        store=store,
        files=files,
        contents=contents,
        organisations=lambda: (plan.organisation,),
        channels=(channel,),
        lease=LEASE,
    )
    contents(plan.organisation)
    await worker.start()
    await _drained(store)
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    if plan.mode == "write" and (await asyncio.to_thread(sys.stdin.readline)).strip() == GO:
        channel.go.set()
        await asyncio.Event().wait()
    await worker.stop()


async def _drained(store: Store) -> None:
    """Wait until nothing is left."""
    listening = store.listen("outbox")
    while True:
        counts = await store.read.counts()
        if not counts["inbox"] and not counts["outbox"]:
            listening.close()
            return
        await listening.wait(0.1)
