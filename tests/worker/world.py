"""A small world: the real worker, engine and SQLite store, and a channel that keeps what it is given."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.desk.chat import Desk
from bot.engine.content import Content, EmergencyNumber, Organisation, Texts, Topic
from bot.engine.flow import Flow
from bot.engine.hours import Hours, Span
from bot.engine.life import Life
from bot.engine.respond import respond as engine_respond
from bot.messages import (
    LANGUAGES,
    Address,
    Attachment,
    DangerKind,
    Inbound,
    Language,
    Message,
    Reading,
    Source,
)
from bot.ports.channel import Accept, Receipt, SendError
from bot.ports.records import Conversation, Delivered, Line, Role, Staff
from bot.ports.store import Store, Transaction
from bot.store.files import DiskFiles
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from bot.worker.service import Worker
from bot.worker.turn import Respond
from tests.store.databases import with_tables

ROOT = Path(__file__).parent.parent.parent
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
MORNINGS = Hours(week={day: (Span(8 * 60, 12 * 60),) for day in ("sun", "mon", "tue", "wed", "thu")})
ORG = "aoun"
DANGER_WORD = "بموت"
T = TypeVar("T")


@dataclass
class Clock:
    """Time that goes on when it is told to."""

    time: datetime = START

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class Channel:
    """A platform: keeps what it is given, fails as it is told."""

    name: str = "web"
    sent: list[Delivered] = field(default_factory=list)
    failures: list[SendError] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)  # the answer about two weeks went out

    async def run(self, accept: Accept) -> None:
        """Nothing is received: tests call `accept` themselves."""

    async def send(self, delivery: Delivered) -> Receipt:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(delivery)
        if "أسبوعين" in delivery.message.text:
            self.answered.set()
        return Receipt(external_id=f"platform-{delivery.id}")

    @property
    def texts(self) -> list[str]:
        return [delivery.message.text for delivery in self.sent]


class Matcher:
    """Knows the topics' titles, one word of danger, and nothing else."""

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:  # noqa: ARG002 - the protocol's
        topic = "review-time" if "متى" in text else None
        return Reading(
            decision="answer" if topic else "none",
            topic=topic,
            offers=(),
            confidence=0.9 if topic else 0.1,
            language="ar",
            danger=self.danger(text),
            normalised=text,
        )

    def danger(self, text: str) -> DangerKind | None:
        return "medical" if DANGER_WORD in text else None

    def language(self, text: str) -> Language | None:  # noqa: ARG002 - the protocol's
        return "ar"


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


def _table(language: Language) -> Mapping[str, Any]:
    files = sorted((ROOT / "knowledge" / "texts").glob(f"*.{language}.yaml"))
    return {key: text for file in files for key, text in load(file).items()}


_TEXTS = Texts({language: _table(language) for language in LANGUAGES})
_FLOWS = {path.stem: Flow.model_validate(load(path)) for path in sorted((ROOT / "flows").glob("*.yaml"))}

_LIVES = {
    path.stem: Life.model_validate(load(path))
    for path in sorted((ROOT / "knowledge" / "cases").glob("*.yaml"))
}


def content(organisation: str = ORG) -> Content:
    both: Mapping[Language, str] = {"ar": "جمعية الاختبار", "en": "Test Association"}
    topic = Topic(
        id="review-time",
        kind="topic",
        title={"ar": "مدة الدراسة", "en": "How long"},
        answer={"ar": "مدة لا تقل عن أسبوعين.", "en": "No less than two weeks."},
        source=Source(organisation=organisation, document="policy", section="procedure", clause="5"),
    )
    number = EmergencyNumber(
        number="997",
        purpose={"ar": "الإسعاف", "en": "Ambulance"},
        kinds=("medical",),
        region="SA",
        checked_on=START.date(),
        confirmed=True,
    )
    return Content(
        organisation=Organisation(
            id=organisation,
            name=both,
            short_name=both,
            people=both,
            document=both,
            channels=(),
            emergency=(number,),
        ),
        topics={topic.id: topic},
        flows=_FLOWS,
        archive={},
        texts=_TEXTS,
        matcher=Matcher(),
        menu=("flow:complaint", "topic:review-time"),
        version="1",
        lives=_LIVES,
    )


@dataclass
class World:
    """Everything together, its tasks not running: a test takes each step itself."""

    store: Store
    files: DiskFiles
    clock: Clock
    channel: Channel
    worker: Worker
    count: int = 0

    async def write(self, work: Callable[[Transaction], T]) -> T:
        return await self.store.write(work)

    def inbound(self, text: str = "", *, user: str = "u1", **fields: Any) -> Inbound:
        self.count += 1
        given = {"id": f"in{self.count}", "external_id": f"x{self.count}"} | fields
        address = Address(organisation=ORG, channel=self.channel.name, user=user)
        return Inbound(address=address, received_at=self.clock(), text=text, **given)

    async def hear(self, text: str = "", *, user: str = "u1", **fields: Any) -> list[str]:
        """Let a person write; return what is said to them."""
        return await self.take_in(self.inbound(text, user=user, **fields))

    async def take_in(self, inbound: Inbound) -> list[str]:
        await self.worker.accept(inbound)
        await self.worker.lanes.drained()
        return await self.sent()

    async def sent(self) -> list[str]:
        """Send all that may go now; return it."""
        before = len(self.channel.sent)
        while await self.worker.senders[0].send_due():
            await self.worker.senders[0].finished()
        return self.channel.texts[before:]

    async def conversation(self, user: str = "u1") -> Conversation:
        address = Address(organisation=ORG, channel=self.channel.name, user=user)
        found = await self.store.read.by_address(address)
        if found is None:
            raise KeyError(user)
        return found

    async def lines(self, user: str = "u1") -> Sequence[Line]:
        return await self.store.read.lines(ORG, (await self.conversation(user)).id)

    async def staff(self, name: str, role: Role = "researcher") -> Staff:
        member = Staff(
            id=name,
            login=name,
            name=name.title(),
            password_hash="",
            must_change=False,
            disabled=False,
            roles={ORG: role},
            created_at=self.clock(),
        )
        await self.write(lambda tx: tx.staff.add(member))
        return member

    async def at_desk(self, member: Staff, act: Callable[[Desk], T]) -> T:
        return await self.write(lambda tx: act(self.worker.desk(tx, member, ORG)))


def make_world(
    folder: Path,
    *,
    respond: Respond | None = None,
    contents: Callable[[str], Content] = content,
    url: str | None = None,
) -> World:
    ring = open_key_file(folder / "key")
    store = open_store(url or with_tables(folder), ring)
    files, clock, channel = DiskFiles(folder / "files", ring), Clock(), Channel()
    worker = Worker(
        store=store,
        files=files,
        contents=contents,
        organisations=lambda: (ORG,),
        channels=(channel,),
        now=clock,
        respond=respond or engine_respond,
    )
    return World(store=store, files=files, clock=clock, channel=channel, worker=worker)


def attachment(key: str = "k" * 64) -> Attachment:
    return Attachment(key=key, name="photo.jpg", media_type="image/jpeg", size=10, kind="photo")


def message(text: str) -> Message:
    return Message(text=text, language="ar")
