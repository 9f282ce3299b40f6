"""A staff group in the fake Telegram, the desk over real HTTP, and the small world behind it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.channels.telegram_desk import codes
from bot.channels.telegram_desk.desk import TelegramDesk
from bot.channels.telegram_desk.needs import Mode, Needs, Place, Problem
from bot.channels.telegram_desk.pace import Pace
from bot.engine.content import Content
from bot.messages import Language
from bot.ports.places import place
from bot.ports.records import Conversation, Role, Staff
from bot.practice.telegram import Practice
from tests.patience import PATIENCE
from tests.worker.world import ORG, World, content, make_world

TOKEN = "222:desk"
GROUP = -1001000000001
BRANCH, OF_BRANCH = "abha", -1001000000002  # a branch, and the group of its own
SARA, OMAR, STRANGER = 501, 502, 599


@dataclass(frozen=True)
class Standing:
    version: str = "0123456789abcdef"
    loaded_at: datetime = datetime(2026, 11, 21, tzinfo=UTC)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Mistake:
    """Something wrong in the authors' files."""

    words: str

    def text(self, language: Language) -> str:  # noqa: ARG002 - the protocol's
        return self.words


@dataclass
class Office:
    """Plays the person (through the world's channel) and staff (in the group)."""

    world: World
    practice: Practice
    desk: TelegramDesk
    reloads: list[bool] = field(default_factory=list)
    group: int = GROUP  # that is looked at, and in which staff act
    standings: list[Standing] = field(default_factory=lambda: [Standing()])  # the last is how content stands

    async def until(self, true: Callable[[], Any]) -> Any:
        return await self.practice.until(true, seconds=PATIENCE)

    async def stored(self, true: Callable[[Conversation], bool]) -> Conversation:
        async with asyncio.timeout(PATIENCE):
            while not true(found := await self.world.conversation()):
                await self.practice.world.changed(0.02)
            return found

    async def hand_over(self, text: str = "مرحبا") -> int:
        """Let the person ask for staff; return the topic's number once its head is there."""
        await self.world.hear(text)
        await self.world.hear(choice="person")
        topics = await self.until(lambda: self.practice.topics(self.group))
        await self.until(lambda: self.seen(topics[-1]["id"]))
        return int(topics[-1]["id"])

    def seen(self, topic: int | None = None) -> list[Any]:
        return self.practice.seen_in_group(TOKEN, self.group, topic=topic)

    def texts(self, topic: int | None = None) -> list[str]:
        return [shown.get("text") or shown.get("caption", "") for shown in self.seen(topic)]

    def head(self, topic: int) -> Any:
        return next(shown for shown in self.seen(topic) if "الجمعية:" in shown.get("text", ""))

    def press(self, user: int, topic: int, button: str) -> str:
        return self.practice.press(user, TOKEN, self.head(topic)["message_id"], button, group=self.group)

    async def answered(self, press: str) -> Any:
        return await self.until(lambda: (made := self.practice.answer(press)) and made["answered"] and made)

    def say(self, user: int, text: str, topic: int | None) -> int:
        return self.practice.say_in_group(user, self.group, text, topic=topic)

    async def shows(self, text: str, topic: int | None = None) -> None:
        await self.until(lambda: any(text in shown for shown in self.texts(topic)))

    async def to_person(self, text: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not any(text in said for said in self.world.channel.texts):
                await self.world.sent()
                await asyncio.sleep(0.02)

    async def member(self, user: int, name: str, role: Role = "researcher") -> Staff:
        """Make an account and link it with a code, as its owner would."""
        staff = await self.world.staff(name, role)
        issued = await self.world.write(lambda tx: codes.issue(tx, name, now=self.world.clock()))
        assert isinstance(issued, codes.Issued)
        self.practice.write(user, TOKEN, f"/start {issued.code}")
        await self.until(lambda: any("تم الربط" in m["text"] for m in self.practice.seen(user, TOKEN)))
        return staff


@asynccontextmanager
async def office(
    folder: Path,
    practice: Practice,
    *,
    mode: Mode = "mirror",
    placed: bool = True,
    pace: Callable[[], Pace] = Pace,
    contents: Callable[[str], Content] = content,
    passed: float = 0.0,
    now: datetime | None = None,
    branches: Mode = "notify",
    branch_group: Mode | None = None,
) -> AsyncIterator[Office]:
    world = make_world(folder, contents=contents)
    world.clock.time = now or world.clock.time
    world.clock.pass_(seconds=passed)
    practice.add_bot(TOKEN, username="wasl_desk_bot")
    practice.add_group(GROUP, title="Staff", forum=True, members=(SARA, OMAR, STRANGER))
    practice.add_to_group(TOKEN, GROUP, by=SARA)
    if branch_group is not None:
        practice.add_group(OF_BRANCH, title="Abha", forum=True, members=(SARA, OMAR, STRANGER))
        practice.add_to_group(TOKEN, OF_BRANCH, by=SARA)
    reloads: list[bool] = []
    standings = [Standing()]
    desk = make_desk(
        world,
        practice,
        mode,
        reloads,
        placed=placed,
        pace=pace,
        contents=contents,
        branches=branches,
        branch_group=branch_group,
        standings=standings,
    )
    task = asyncio.create_task(desk.run())
    try:
        yield Office(world=world, practice=practice, desk=desk, reloads=reloads, standings=standings)
    finally:
        await desk.stop()
        await asyncio.wait_for(task, PATIENCE)
        await world.store.close()


def make_desk(
    world: World,
    practice: Practice,
    mode: Mode,
    reloads: list[bool],
    *,
    placed: bool = True,
    pace: Callable[[], Pace] = Pace,
    contents: Callable[[str], Content] = content,
    group: int = GROUP,
    branches: Mode = "notify",
    branch_group: Mode | None = None,
    standings: Sequence[Standing] = (Standing(),),
) -> TelegramDesk:
    places = {ORG: Place(group=group, mode=mode, branches=branches)} if placed else {}
    if branch_group is not None:
        own = Place(group=OF_BRANCH, mode=branch_group, branches=branch_group)
        places[place(ORG, BRANCH)] = own

    def reload() -> bool:
        reloads.append(True)
        return True

    return TelegramDesk(
        needs=Needs(
            token=TOKEN,
            places=places,
            store=world.store,
            files=world.files,
            desk=world.worker.desk,
            contents=contents,
            content_status=lambda: standings[-1],
            reload=reload,
            new_id=lambda: "id",
            now=world.clock,
            api=practice.base,
            console="https://wasl.example.org",
            beat=0.3,
            pace=pace,
            after_loss=0.1,
        )
    )
