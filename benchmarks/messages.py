"""Messages a second durably through the product's whole way, beside raw sqlite3 in the same run.

The worker is the product's own: arrival kept, question understood, answer and state in one transaction, sent
by the sender and recorded. Only the platform is missing: it takes a message at once. A person writes the
next question when the answer has been handed over. Raw sqlite3 does six plain statements a message, not
encrypted, in group commits of as many messages as there are people.
"""

import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.engine import QUESTIONS
from benchmarks.store import measure_raw
from bot.content import Library, load
from bot.messages import Address, Inbound
from bot.ports.channel import Accept, Receipt
from bot.ports.records import Delivered
from bot.settings import Settings
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing, new_key
from bot.store.opening import open_store
from bot.worker.service import Worker, new_id

ORG, CHANNEL = "aoun", "bench"
PEOPLE, EACH = 64, 50


@dataclass(kw_only=True, slots=True)
class Platform:
    """Takes every message at once and lets the person who got it write on."""

    questions: Sequence[str]
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    heard: dict[str, asyncio.Event] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    sent: int = 0
    name: str = CHANNEL

    async def run(self, accept: Accept) -> None:
        """Let everybody ask, one question after the other."""
        await asyncio.gather(*(self._ask(f"visitor-{number}", number, accept) for number in range(PEOPLE)))
        self.finished.set()

    async def send(self, delivery: Delivered) -> Receipt:
        """Take a message."""
        self.sent += 1
        self.heard[delivery.address.user].set()
        return Receipt(external_id=str(delivery.id))

    async def _ask(self, user: str, offset: int, accept: Accept) -> None:
        self.heard[user] = asyncio.Event()
        for number in range(EACH):
            text = self.questions[(offset * EACH + number) % len(self.questions)]
            self.heard[user].clear()
            began = time.perf_counter()
            await accept(_arrival(user, number, text))
            await self.heard[user].wait()
            self.milliseconds.append(1000 * (time.perf_counter() - began))


def _arrival(user: str, number: int, text: str) -> Inbound:
    address = Address(organisation=ORG, channel=CHANNEL, user=user)
    now = datetime.now(UTC)
    return Inbound(id=new_id(), address=address, external_id=f"{user}-{number}", received_at=now, text=text)


def rows() -> Sequence[dict[str, Any]]:
    """Return one row: messages a second, from writing to handing over, and the same of raw sqlite3."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("WASL_BENCH_FOLDER")) as folder:
        raw = measure_raw(Path(folder) / "raw.db", PEOPLE * EACH, PEOPLE)
        platform, seconds = asyncio.run(_measured(Path(folder)))
    cuts, asked = quantiles(platform.milliseconds, n=100), PEOPLE * EACH
    return [
        {
            "people": PEOPLE,
            "messages": asked,
            "replies_sent": platform.sent,
            "messages_per_second": round(asked / seconds, 1),
            "p50_ms": round(cuts[49], 1),
            "p99_ms": round(cuts[98], 1),
            "raw_sqlite3_per_second": round(raw, 1),
            "ratio": round(raw * seconds / asked, 1),
            "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
    ]


async def _measured(folder: Path) -> tuple[Platform, float]:
    settings = Settings()
    library = load(settings.knowledge, settings.flows)
    if not isinstance(library, Library):
        raise SystemExit("the content has errors: run `wasl check`")
    ring = KeyRing((new_key(),))
    store = open_store(f"sqlite:///{folder}/wasl.db", ring)
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[1:]
    platform = Platform(questions=[line.split("\t")[2] for line in lines])
    worker = Worker(
        store=store, files=DiskFiles(folder / "files", ring), contents=library.contents.__getitem__,
        organisations=lambda: (ORG,), channels=(platform,),
    )  # fmt: skip
    began = time.perf_counter()
    await worker.start()
    await platform.finished.wait()
    seconds = time.perf_counter() - began
    await worker.stop()
    await store.close()
    return platform, seconds
