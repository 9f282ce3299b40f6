"""Walks through the desk's main job in a real group with a real token, and says what it saw.

Somebody in the group plays along: presses a button, writes, edits. Stop the product first, because only one
process may ask for a bot's updates. The topic that is made for it is removed at the end.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram import Bot, CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram_desk.fitness import because, faults
from bot.channels.telegram_desk.needs import API
from bot.channels.telegram_desk.platform import Busy, Gone, Group, Refused
from bot.channels.telegram_desk.present import Card
from bot.messages import Attachment

T = TypeVar("T")
PATIENCE = 120.0  # seconds for each thing that somebody is asked to do
POLL = 2  # seconds that Telegram holds an empty answer back
KINDS = ["message", "edited_message", "callback_query"]
_PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step and what was seen."""

    name: str
    good: bool
    saw: str


@dataclass(kw_only=True)
class _Walk:
    bot: Bot
    group: Group
    updates: AsyncIterator[Update]
    topic: int = 0
    head: int = 0
    written: int = 0  # message that somebody wrote

    async def next(self, read: Callable[[Update], T | None]) -> T:
        """Return the next update that is what is waited for."""
        async for update in self.updates:
            if (found := read(update)) is not None:
                return found
        raise TimeoutError("nothing came")


async def smoke(
    token: str, group: int, *, say: Callable[[str], None], api: str = API, patience: float = PATIENCE
) -> tuple[Step, ...]:
    """Walk through; `say` gets each line as it comes. Never raises for what Telegram answers."""
    base, steps = api.rstrip("/"), []
    lines = (HTTPXRequest(), HTTPXRequest(connection_pool_size=1))
    bot = Bot(token, f"{base}/bot", f"{base}/file/bot", request=lines[0], get_updates_request=lines[1])
    walk = _Walk(bot=bot, group=Group(bot=bot, id=group), updates=_updates(bot, patience))
    try:
        for name, work in _PLAN:
            step = await _tried(name, work, walk, token)
            steps.append(step)
            say(f"{'✓' if step.good else '✗'} {name}: {step.saw}")
            if not step.good and work in _NEEDED:
                break
            if step.good and work in _ASKS:
                say(f"→ {_ASKS[work]}")
    finally:
        await bot.shutdown()
        for line in lines:  # the library leaves them open if it could not begin
            await line.shutdown()
    return tuple(steps)


async def _tried(name: str, work: Callable[[_Walk], Awaitable[str]], walk: _Walk, token: str) -> Step:
    try:
        return Step(name=name, good=True, saw=await work(walk))
    except TelegramError as error:
        saw = f"{because(error)}: {error.message}"
    except (Busy, Gone, Refused, TimeoutError, ValueError) as error:
        saw = str(error)
    return Step(name=name, good=False, saw=saw.replace(token, "…"))


async def _updates(bot: Bot, patience: float) -> AsyncIterator[Update]:
    """Yield what happens; end after so long without anything."""
    offset, until = 0, time.monotonic() + patience
    while time.monotonic() < until:
        for update in await bot.get_updates(offset=offset, timeout=POLL, allowed_updates=KINDS):
            offset, until = update.update_id + 1, time.monotonic() + patience
            yield update


async def _token(walk: _Walk) -> str:
    await walk.bot.initialize()
    me = await walk.bot.get_me()
    await walk.bot.delete_webhook()
    return f"@{me.username} ({me.first_name})"


async def _ready(walk: _Walk) -> str:
    if found := await faults(walk.bot, walk.group.id):
        raise ValueError("; ".join(found))
    return f"group {walk.group.id}: topics are on, both rights are there"


async def _open(walk: _Walk) -> str:
    walk.topic = await walk.group.open_topic("وصل · Wasl smoke")
    rows = ((("✋ استلام · press", "claim"),),)
    walk.head = await walk.group.send("🔔 تجربة · a trial", topic=walk.topic, rows=rows, pressing=True)
    return f"topic {walk.topic}, head {walk.head}"


async def _press(walk: _Walk) -> str:
    def read(update: Update) -> CallbackQuery | None:
        return update.callback_query

    pressed = await walk.next(read)
    await pressed.answer("✓")
    await walk.group.edit(walk.head, Card(text="👤 تجربة · a trial"))
    return f"{pressed.data} by {pressed.from_user.id}; the head was written anew"


async def _words(walk: _Walk) -> str:
    def read(update: Update) -> Message | None:
        message = update.message
        return message if message and message.text and message.message_thread_id == walk.topic else None

    message = await walk.next(read)
    walk.written = message.message_id
    await walk.group.react(walk.written, "👍")
    return f"message {walk.written} of the topic, and 👍 on it"


async def _edit(walk: _Walk) -> str:
    def read(update: Update) -> Message | None:
        message = update.edited_message
        return message if message and message.message_id == walk.written else None

    changed = await walk.next(read)
    await walk.group.react(walk.written, "✍")
    return f"{len(changed.text or '')} characters, and ✍ on it"


async def _file(walk: _Walk) -> str:
    file = Attachment(key="", name="wasl.pdf", media_type="application/pdf", size=len(_PDF), kind="document")
    return f"message {await walk.group.send_file(file, _PDF, topic=walk.topic, caption='📎')}"


async def _close(walk: _Walk) -> str:
    await walk.group.close_topic(walk.topic)
    await walk.group.reopen_topic(walk.topic)
    await walk.group.delete_topic(walk.topic)
    return "closed, opened again and removed"


_PLAN: tuple[tuple[str, Callable[[_Walk], Awaitable[str]]], ...] = (
    ("token", _token),
    ("the group is ready", _ready),
    ("a topic is opened", _open),
    ("a button is pressed", _press),
    ("words in the topic arrive", _words),
    ("a changed message arrives", _edit),
    ("a file is sent", _file),
    ("the topic is closed and removed", _close),
)
_NEEDED = (_token, _ready, _open)  # without these the rest cannot be tried
_ASKS = {
    _open: "press the button in the new topic",
    _press: "write something in the topic",
    _words: "edit what you wrote",
}
