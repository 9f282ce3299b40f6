"""A thousand people writing to the Telegram bot at once, through the strict fake with its limits on.

The fake runs as a process of its own; between it and the product everything is real: HTTP, aiogram, inbox,
worker, engine, SQLite, outbox. Every person asks one question as a stranger, so that greeting, notice and
answer are three messages each, in this order.
"""

import asyncio
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.channel import Needs, TelegramChannel
from bot.content import Library, load
from bot.messages import Address
from bot.settings import Settings
from bot.store.files import DiskFiles
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from bot.worker.service import Worker

PEOPLE = 1000
TOKEN, ORG = "4111000111:practice", "aoun"
LIMIT = 30.0  # messages a second that Telegram takes
PATIENCE = 240.0  # seconds
QUESTION = "متى يصلني الرد على طلبي؟"
_FAKE = "import sys; from bot.practice.telegram import serve; serve('127.0.0.1', int(sys.argv[1]))"


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run showed."""

    seen: Sequence[Sequence[str]]  # per person: texts of the bot's messages, in order
    calls: Sequence[dict[str, Any]]  # of sendMessage
    delays: Sequence[float]  # seconds from the person's writing to the answer in the outbox


def rows(people: int = PEOPLE) -> Sequence[dict[str, Any]]:
    """Return one row: what was lost, doubled or out of order, the share of the limit, and the delay."""
    run = asyncio.run(_measured(people))
    taken = sorted(call["at"] for call in run.calls if call["code"] == 200)
    expected = max(set(map(tuple, run.seen)), key=list(map(tuple, run.seen)).count)
    steady = taken[int(LIMIT) : -int(LIMIT)]
    share = (len(steady) - 1) / (steady[-1] - steady[0]) / LIMIT
    return [
        {
            "people": people,
            "messages": len(taken),
            "lost": sum(max(0, len(expected) - len(seen)) for seen in run.seen),
            "doubled": sum(max(0, len(seen) - len(set(seen))) for seen in run.seen),
            "out of order": sum(tuple(seen) != expected for seen in run.seen),
            "refused with 429": sum(call["code"] == 429 for call in run.calls),
            "share of 30 a second": round(share, 3),
            "seconds": round(taken[-1] - taken[0], 1),
            "p99_s_update_to_outbox": round(quantiles(run.delays, n=100)[98], 2),
        }
    ]


async def _measured(people: int) -> Run:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    fake = await asyncio.create_subprocess_exec(sys.executable, "-c", _FAKE, str(port))
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            await _ready(session)
            with TemporaryDirectory() as folder:
                return await _talk(session, f"http://127.0.0.1:{port}", Path(folder), people)
    finally:
        fake.terminate()
        await fake.wait()


async def _ready(session: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await _act(session, "add_bot", token=TOKEN)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
            else:
                await _act(session, "limits", on=True)
                return


async def _act(session: aiohttp.ClientSession, act: str, **values: object) -> Any:  # noqa: ANN401 - JSON
    async with session.post(f"/practice/{act}", json=values) as answer:
        body = await answer.json()
        if "result" not in body:
            raise SystemExit(f"{act}: {body}")
        return body["result"]


async def _talk(session: aiohttp.ClientSession, base: str, folder: Path, people: int) -> Run:
    settings = Settings()
    library = load(settings.knowledge, settings.flows)
    if not isinstance(library, Library):
        raise SystemExit("the content has errors: run `wasl check`")
    ring = open_key_file(folder / "key")
    store = open_store(f"sqlite:///{folder / 'wasl.db'}", ring)
    files, contents = DiskFiles(folder / "files", ring), library.contents.__getitem__
    channel = TelegramChannel(
        Needs(
            accounts=(Account(token=TOKEN, organisations=(ORG,)),), store=store, files=files,
            contents=contents, now=_now, base=base,
        )
    )  # fmt: skip
    worker = Worker(
        store=store, files=files, contents=contents, organisations=lambda: (ORG,), channels=(channel,)
    )
    await worker.start()
    written: dict[int, datetime] = {}

    async def write(user: int) -> None:
        written[user] = _now()
        await _act(session, "write", user=user, token=TOKEN, text=QUESTION)

    await asyncio.gather(*(write(user) for user in range(1, people + 1)))
    await _sent(worker, people)
    delays = []
    for user, at in written.items():
        conversation = await store.read.by_address(
            Address(organisation=ORG, channel="telegram", user=str(user))
        )
        lines = await store.read.lines(ORG, conversation.id) if conversation else []
        delays.append(max(line.at for line in lines if line.direction == "out").timestamp() - at.timestamp())
    seen = [
        [message["text"] for message in await _act(session, "seen", user=user, token=TOKEN)]
        for user in written
    ]
    calls = await _act(session, "calls", token=TOKEN, method="sendMessage")
    await worker.stop()
    await store.close()
    return Run(seen=seen, calls=calls, delays=delays)


async def _sent(worker: Worker, people: int) -> None:
    """Wait until everybody has been answered and nothing waits to be sent."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        counts = await worker.store.read.counts()
        recent = await worker.store.read.recent([ORG], limit=people)
        owed = await worker.store.write(lambda tx: tx.outbox.next_due("telegram"))
        if len(recent) == people and not owed and not counts.get("inbox"):
            return
        await asyncio.sleep(0.5)


def _now() -> datetime:
    return datetime.now(UTC)
