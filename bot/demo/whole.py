"""The main job on Telegram itself: people are told what to do, the running product's store how it went."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.app import Rooms
from bot.demo.steps import Report, Say, Step, until
from bot.demo.stored import Kept, files, kept
from bot.engine.codec import load
from bot.ports.records import Conversation

PAUSE = 1.0  # seconds between two looks into the store
NEWEST = 50  # chats among which the person's is looked for
Seen = Callable[[Kept], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What people are asked to do, and how the store shows that they did and that it went well."""

    name: str
    title: str  # Arabic / English
    who: str
    prompt: str
    seen: Seen


async def whole(
    rooms: Rooms, organisation: str, *, say: Say, patience: float, pause: float = PAUSE
) -> Report:
    """Ask for one thing after the other, until one is not seen in the store within `patience` seconds."""
    report = Report(demo="telegram-whole")
    walk = _Walk(
        rooms=rooms,
        organisation=organisation,
        say=say,
        patience=patience,
        pause=pause,
        loop=asyncio.get_running_loop(),
    )
    steps = tuple(
        Step(name=each.name, title=each.title, play=lambda each=each: walk.ask(each))  # type: ignore[misc]
        for each in TASKS
    )
    await asyncio.to_thread(report.play, steps, say)
    report.stored = {name: True for name, seen in report.seen.items() if seen}  # seen is: read from the store
    report.end(say)
    return report


@dataclass(kw_only=True, slots=True)
class _Walk:
    rooms: Rooms
    organisation: str
    say: Say
    patience: float
    pause: float
    loop: asyncio.AbstractEventLoop
    chat: Conversation | None = None  # of the person, once they have written the sign
    sign: str = field(default_factory=lambda: str(secrets.randbelow(9000) + 1000))

    def ask(self, task: Task) -> None:
        """Say what is to be done, and wait until it is. Raises NotSeenError."""
        self.say(f"→ {task.who}: {task.prompt.format(sign=self.sign)}")
        until(lambda: self._look(task), "not in the database", seconds=self.patience, pause=self.pause)

    def _look(self, task: Task) -> bool:
        if self.chat is None:
            self.chat = self._result(self._found())
        return self.chat is not None and task.seen(self._result(kept(self.rooms, self.chat)))

    def _result(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever is read
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    async def _found(self) -> Conversation | None:
        """Return the newest chat in which somebody wrote the sign."""
        read = self.rooms.store.read
        for chat in await read.recent([self.organisation], limit=NEWEST):
            lines = await read.lines(self.organisation, chat.id) if chat.address.channel == "telegram" else ()
            if any(line.direction == "in" and self.sign in line.text for line in lines):
                return chat
        return None


def _greeted(one: Kept) -> bool:
    return bool(one.said)


def _answered(one: Kept) -> bool:
    """A question was understood, and its answer arrived."""
    asked = {each.inbound for each in one.lines if (each.trace or {}).get("decision") == "answer"}
    return any(each.delivery == "sent" and each.answers in asked - {None} for each in one.lines)


def _requested(one: Kept) -> bool:
    return any(file.kind == "photo" for case in one.cases for file in case.attachments)


def _handed_over(one: Kept) -> bool:
    return one.handed_over > 0 and one.topic


def _claimed(one: Kept) -> bool:
    return one.chat.owner == "staff" and one.chat.holder is not None


def _replied(one: Kept) -> bool:
    staff = [each for each in one.lines if each.direction == "staff"]
    return any(files(each) and each.delivery == "sent" for each in staff)


def _noted(one: Kept) -> bool:
    return any(each.direction == "note" for each in one.lines)


def _returned(one: Kept) -> bool:
    return one.chat.owner == "bot" and one.chat.holder is None


def _closed(one: Kept) -> bool:
    return _returned(one) and load(one.chat.state or "{}").closed_at is not None


def _rated(one: Kept) -> bool:
    return bool(one.stars)


PERSON, STAFF, BOTH = "الشخص / the person", "الموظفان / two of staff", "الاثنان / both"
TASKS: tuple[Task, ...] = (
    Task(
        name="greeting",
        title="تحية / a greeting",
        who=PERSON,
        prompt="اكتب للروبوت: «مرحبا {sign}» / write to the bot in private: “hello {sign}”",
        seen=_greeted,
    ),
    Task(
        name="question",
        title="سؤال وجوابه من السياسة / a question answered",
        who=PERSON,
        prompt="اسأل: «متى يصلني الرد على طلبي؟» / ask: “when will I hear back about my request?”",
        seen=_answered,
    ),
    Task(
        name="request",
        title="طلب مع صورة / a request with a photo",
        who=PERSON,
        prompt="قدّم طلب دعم إلى آخره، وأرفق صورة / send a support request to its end, with a photo",
        seen=_requested,
    ),
    Task(
        name="handoff",
        title="طلب موظف، وموضوعه في المجموعة / hand-off, its topic",
        who=PERSON,
        prompt="اطلب موظفًا / ask for a person",
        seen=_handed_over,
    ),
    Task(
        name="claim",
        title="استلام اثنين معًا، لواحد فقط / two claim, one has it",
        who=STAFF,
        prompt="اضغطا «استلام» معًا في موضوع المحادثة / press “claim” at the same time in the chat's topic",
        seen=_claimed,
    ),
    Task(
        name="reply",
        title="رد الموظف مع ملف / a reply with a file",
        who=STAFF,
        prompt="يرسل من استلم ملفًا مع كلمة / whoever has it sends a file with a word",
        seen=_replied,
    ),
    Task(
        name="note",
        title="ملاحظة لا يراها الشخص / a note that stays with staff",
        who=STAFF,
        prompt="اكتب في الموضوع «/note تجربة» / write “/note a try”: the person must not see it",
        seen=_noted,
    ),
    Task(
        name="return",
        title="العودة إلى المساعد / back to the assistant",
        who=STAFF,
        prompt="أعد المحادثة إلى المساعد: /return / give the chat back: /return",
        seen=_returned,
    ),
    Task(
        name="close",
        title="استلام جديد ثم إغلاق / claimed again and closed",
        who=BOTH,
        prompt="يطلب الشخص موظفًا، ثم استلام وإغلاق / the person asks for staff again; claim, then close",
        seen=_closed,
    ),
    Task(
        name="rating",
        title="تقييم الخدمة / a rating",
        who=PERSON,
        prompt="قيّم الخدمة بالزر الذي جاءك / rate the service with the button that came",
        seen=_rated,
    ),
)
