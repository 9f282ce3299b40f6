"""Two processes send for one channel: no message twice at a time, and what a dead one had is taken up."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.messages import Address
from bot.ports.channel import Accept, Receipt, Unreachable
from bot.ports.records import Delivered
from bot.ports.store import Store, Transaction
from bot.store.keys import KeyRing, open_key_file
from bot.store.opening import open_store
from bot.worker.sender import LEASE, Sender
from tests.store.databases import with_tables
from tests.store.values import NOW, ORG, address, open_chat, send
from tests.worker.world import Clock

CHATS, EACH = 9, 5


@dataclass
class Platform:
    """Takes messages one by one; what is being sent can be seen."""

    name: str = "web"
    given: list[tuple[str, str]] = field(default_factory=list)
    under_way: Counter[int] = field(default_factory=Counter)
    most: int = 0  # of one message at a time
    arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))  # by messages

    async def run(self, accept: Accept) -> None:
        """Nothing is received."""

    async def send(self, delivery: Delivered) -> Receipt:
        self.under_way[delivery.id] += 1
        self.most = max(self.most, self.under_way[delivery.id])
        self.given.append((delivery.address.user, delivery.message.text))
        await asyncio.sleep(0)
        self.under_way[delivery.id] -= 1
        return Receipt(external_id=f"p{delivery.id}")


@asynccontextmanager
async def opened(url: str, ring: KeyRing, folder: Path) -> AsyncIterator[Store]:
    """Open the database of a test as a process of its own would."""
    store = open_store(with_tables(folder) if url.startswith("sqlite") else url, ring)
    try:
        yield store
    finally:
        await store.close()


def _many(tx: Transaction) -> None:
    for number in range(EACH):
        for user in range(CHATS):
            to = address(f"u{user}")
            send(tx, open_chat(tx, to), f"{number}", to=to)


async def _emptied(sender: Sender, store: Store) -> None:
    while (await store.read.counts())["outbox"]:
        await sender.send_due()
        await asyncio.sleep(0)


async def test_two_processes_share_the_work_and_double_nothing(
    url: str,
    ring: KeyRing,
    tmp_path: Path,
) -> None:
    platform, clock = Platform(), Clock(NOW)
    async with AsyncExitStack() as open_ones:
        stores = [await open_ones.enter_async_context(opened(url, ring, tmp_path)) for _ in range(2)]
        await stores[0].write(_many)
        senders = [Sender(store=store, channel=platform, now=clock) for store in stores]
        async with asyncio.timeout(60):
            await asyncio.gather(*map(_emptied, senders, stores))
            await asyncio.gather(*(sender.finished() for sender in senders))
    assert platform.most == 1
    assert Counter(platform.given) == dict.fromkeys(
        [(f"u{user}", f"{number}") for user in range(CHATS) for number in range(EACH)], 1
    )
    for user in range(CHATS):
        own = [text for who, text in platform.given if who == f"u{user}"]
        assert own == sorted(own)


class Dumb(Platform):
    """A platform that never answers."""

    async def has(self, messages: int) -> None:
        """Wait until it was given so many."""
        for _ in range(messages):
            await self.arrived.acquire()

    async def send(self, delivery: Delivered) -> Receipt:
        await super().send(delivery)
        self.arrived.release()
        await asyncio.Event().wait()
        raise Unreachable


async def test_what_another_process_is_sending_waits_for_the_end_of_its_lease(
    url: str,
    ring: KeyRing,
    tmp_path: Path,
) -> None:
    dumb, platform, clock = Dumb(), Platform(), Clock(NOW)
    async with opened(url, ring, tmp_path) as store:
        await store.write(lambda tx: [send(tx, open_chat(tx), text) for text in ("one", "two")])
        stuck = Sender(store=store, channel=dumb, now=clock)
        other = Sender(store=store, channel=platform, now=clock)
        assert await stuck.send_due() == 1
        await dumb.has(1)
        assert await other.send_due() == 0
        assert await store.write(lambda tx: tx.outbox.next_due("web")) == NOW + LEASE
        clock.pass_(seconds=LEASE.total_seconds() - 1)
        assert await other.send_due() == 0
        clock.pass_(seconds=1)
        assert await other.send_due() == 1
        await other.finished()
        assert await other.send_due() == 1
        await other.finished()
        assert [text for _, text in platform.given] == ["one", "two"]
        for task in stuck._on_their_way.values():
            task.cancel()


async def test_who_was_too_slow_changes_nothing_for_who_took_over(
    url: str,
    ring: KeyRing,
    tmp_path: Path,
) -> None:
    clock = Clock(NOW)
    async with opened(url, ring, tmp_path) as store:
        row = await store.write(lambda tx: send(tx, open_chat(tx), "one"))
        slow = Sender(store=store, channel=Platform(), now=clock, owner="slow")
        taken = {"by": "quick", "now": NOW, "until": NOW + LEASE}
        assert await store.write(lambda tx: tx.outbox.take(ORG, row, **taken))  # type: ignore[arg-type]
        [delivery] = await store.write(lambda tx: tx.outbox.due("web", now=NOW + LEASE, limit=9))
        await store.write(lambda tx: slow._record(tx, delivery, Unreachable("late")))
        assert await store.write(lambda tx: tx.outbox.holds(ORG, row, by="quick"))
        [again] = await store.write(lambda tx: tx.outbox.due("web", now=NOW + LEASE, limit=9))
        assert again.attempts == 0


async def test_after_a_failure_a_message_is_anybodys(
    url: str,
    ring: KeyRing,
    tmp_path: Path,
) -> None:
    async with opened(url, ring, tmp_path) as store:
        row = await store.write(lambda tx: send(tx, open_chat(tx), "one"))

        def take(tx: Transaction, by: str) -> bool:
            return tx.outbox.take(ORG, row, by=by, now=NOW, until=NOW + LEASE)

        assert await store.write(lambda tx: take(tx, "a"))
        assert not await store.write(lambda tx: take(tx, "b"))
        assert not await store.write(
            lambda tx: tx.outbox.take("basma", row, by="b", now=NOW + LEASE, until=NOW + 2 * LEASE)
        )
        await store.write(lambda tx: tx.outbox.retry(ORG, row, not_before=NOW, error="429"))
        assert await store.write(lambda tx: take(tx, "b"))
        await store.write(lambda tx: tx.outbox.sent(ORG, row, external_id="7", at=NOW))
        assert not await store.write(lambda tx: take(tx, "a"))


DIES = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from bot.worker.sender import Sender
from tests.store.test_store_leases import Dumb

async def main(url, key, now):
    store = open_store(url, open_key_file(Path(key)))
    dumb = Dumb()
    sender = Sender(store=store, channel=dumb, now=lambda: datetime.fromisoformat(now))
    await sender.send_due()
    await dumb.has(2)
    print("sending", flush=True)
    await sender.finished()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_what_a_killed_process_was_sending_goes_out_once_its_lease_is_over(
    url: str,
    tmp_path: Path,
) -> None:
    ring = open_key_file(tmp_path / "key")
    clock, platform = Clock(NOW), Platform()
    async with opened(url, ring, tmp_path) as store:
        await store.write(lambda tx: [send(tx, open_chat(tx, address(u)), u, to=address(u)) for u in "ab"])
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DIES, url, str(tmp_path / "key"), NOW.isoformat(),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert child.stdout is not None
        assert await child.stdout.readline() == b"sending\n"
        child.kill()
        await child.wait()
        sender = Sender(store=store, channel=platform, now=clock)
        assert await sender.send_due() == 0
        await store.write(lambda tx: tx.outbox.left_behind("web"))
        if not url.startswith("sqlite"):  # there one process works alone: what is leased is a dead one's
            assert await sender.send_due() == 0
            clock.pass_(seconds=LEASE.total_seconds())
        assert await sender.send_due() == 2
        await sender.finished()
    assert sorted(text for _, text in platform.given) == ["a", "b"]


async def test_a_sending_ends_with_its_lease(
    url: str,
    ring: KeyRing,
    tmp_path: Path,
) -> None:
    async with opened(url, ring, tmp_path) as store:
        await store.write(lambda tx: send(tx, open_chat(tx), "one"))
        sender = Sender(store=store, channel=Dumb(), now=Clock(NOW), lease=timedelta(seconds=0.2))
        assert await sender.send_due() == 1
        async with asyncio.timeout(30):
            await sender.finished()
        [row] = await store.write(lambda tx: tx.outbox.due("web", now=NOW + LEASE, limit=9))
        assert (row.attempts, row.error) == (1, "Unreachable")
        assert row.address == Address(organisation=ORG, channel="web", user="visitor-1")
