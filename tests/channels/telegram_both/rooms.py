"""Both bots at once: the person's and the staff's, one product behind them, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.telegram_desk.needs import Mode
from bot.channels.telegram_desk.pace import Pace
from bot.engine.content import Content
from bot.ports.records import Conversation
from bot.practice.telegram import Practice
from tests.channels.telegram.house import OWN, House, living, texts, utc_now
from tests.channels.telegram_desk.office import GROUP, OMAR, SARA, STRANGER, TOKEN, Office, make_desk
from tests.patience import PATIENCE
from tests.worker.world import Channel, Clock, World, content

PERSON = 7


class Now(Clock):
    """The real time: both bots run by it."""

    def __call__(self) -> datetime:
        return utc_now()


@dataclass
class Seen(Channel):
    """What the person's own Telegram shows, corrections included."""

    name: str = "telegram"
    practice: Practice = field(kw_only=True)

    @property
    def texts(self) -> list[str]:
        return texts(self.practice.seen(PERSON, OWN))


@dataclass
class Product(World):
    """The world of the desk's player, with the real channel of the person in it."""

    house: House = field(kw_only=True)

    async def sent(self) -> list[str]:
        await self.house.quiet()
        return self.channel.texts

    async def hear(self, text: str = "", *, user: str = str(PERSON), **fields: Any) -> list[str]:
        assert not fields, "the person acts through Telegram"
        self.house.practice.write(int(user), OWN, text)
        return await self.sent()

    async def conversation(self, user: str = str(PERSON)) -> Conversation:
        return await super().conversation(user)

    async def lines(self, user: str = str(PERSON)) -> Any:
        return await super().lines(user)


@asynccontextmanager
async def both(
    folder: Path,
    practice: Practice,
    *,
    mode: Mode = "mirror",
    contents: Callable[[str], Content] = content,
) -> AsyncIterator[Office]:
    """Run both bots on one store, with the person in a chat and staff in their group."""
    practice.add_bot(TOKEN, username="wasl_desk_bot")
    practice.add_group(GROUP, title="Staff", forum=True, members=(SARA, OMAR, STRANGER))
    practice.add_to_group(TOKEN, GROUP, by=SARA)
    async with living(folder, practice, contents=contents) as house:
        world = Product(
            store=house.store,
            files=house.files,
            clock=Now(),
            channel=Seen(practice=practice),
            worker=house.worker,
            house=house,
        )
        reloads: list[bool] = []
        desk = make_desk(world, practice, mode, reloads, pace=Pace, contents=contents)
        task = asyncio.create_task(desk.run())
        try:
            yield Office(world=world, practice=practice, desk=desk, reloads=reloads)
        finally:
            await desk.stop()
            await asyncio.wait_for(task, PATIENCE)
