"""The product around the channel: real worker, engine and SQLite store, and the fake over real HTTP."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.channel import Needs, TelegramChannel
from bot.channels.telegram.pace import Pace
from bot.messages import Address
from bot.ports.records import Conversation, Line, Staff
from bot.ports.store import Store
from bot.practice.telegram import Practice
from bot.store.files import DiskFiles
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from bot.worker.scene import Contents
from bot.worker.secure_pages import NO_PAGES, SecurePages
from bot.worker.service import Worker
from tests.store.databases import with_tables
from tests.worker.world import content

OWN, SHARED = "111:practice", "222:practice"
AOUN, MIRAS = "aoun", "miras"


def unhurried() -> Pace:
    """Return a pace without waiting: Telegram's own is tried where a test speaks of it."""
    return Pace(clock=time.monotonic, overall=1e6, chat=1e6)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class House:
    """A running product."""

    store: Store
    files: DiskFiles
    worker: Worker
    channel: TelegramChannel
    practice: Practice

    async def conversation(self, user: int, organisation: str = AOUN) -> Conversation | None:
        address = Address(organisation=organisation, channel="telegram", user=str(user))
        return await self.store.read.by_address(address)

    async def lines(self, user: int, organisation: str = AOUN) -> list[Line]:
        talk = await self.conversation(user, organisation)
        return list(await self.store.read.lines(organisation, talk.id)) if talk else []

    async def staff(self, name: str) -> Staff:
        member = Staff(
            id=name, login=name, name=name.title(), password_hash="", must_change=False, disabled=False,
            roles={AOUN: "researcher"}, created_at=utc_now(),
        )  # fmt: skip
        await self.store.write(lambda tx: tx.staff.add(member))
        return member

    async def quiet(self, token: str = OWN) -> None:
        """Wait until everything is taken, answered and sent."""
        await self.practice.until(lambda: not self.practice.waiting(token))
        await self.worker.lanes.drained()
        listening = self.store.listen("outbox")
        while await self.store.write(lambda tx: tx.outbox.next_due("telegram")) is not None:
            await listening.wait(0.1)
        listening.close()
        await self.worker.senders[0].finished()


@asynccontextmanager
async def living(
    folder: Path,
    practice: Practice,
    accounts: tuple[Account, ...] | None = None,
    *,
    contents: Contents = content,
    pages: SecurePages = NO_PAGES,
    pace: Callable[[], Pace] = unhurried,
    **more: Any,
) -> AsyncIterator[House]:
    """Start the product on a folder; the same folder again is a restart."""
    ring = open_key_file(folder / "key")
    store = open_store(with_tables(folder), ring)
    files = DiskFiles(folder / "files", ring)
    channel = TelegramChannel(
        Needs(
            accounts=accounts or (Account(token=OWN, organisations=(AOUN,)),), store=store, files=files,
            contents=contents, now=utc_now, base=practice.base, silence=1, pace=pace, **more,
        )
    )  # fmt: skip
    worker = Worker(
        store=store, files=files, contents=contents, organisations=lambda: (AOUN, MIRAS), channels=(channel,),
        pages=pages,
    )  # fmt: skip
    await worker.start()
    try:
        yield House(store=store, files=files, worker=worker, channel=channel, practice=practice)
    finally:
        await worker.stop()
        await store.close()


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message.get("text", "") for message in messages]


def labels(message: Mapping[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button["text"] for row in rows for button in row]
