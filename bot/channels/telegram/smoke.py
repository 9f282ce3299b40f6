"""Walks through the main job with a real token, and says what it saw.

What the fake cannot prove is tried here: that Telegram takes our commands, buttons, places of italics and
files, and hands files out. A person with Telegram plays along; stop the product first, because only one
process may ask for a bot's updates.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from aiogram.exceptions import AiogramError

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.parse import FileRef, Happened, Pressed, Said, parse
from bot.channels.telegram.present import Key, Part
from bot.channels.telegram.wire import Wire
from bot.messages import Attachment

PATIENCE = 120.0  # seconds for each thing that the person is asked to do
_PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step and what was seen."""

    name: str
    good: bool
    saw: str


@dataclass(kw_only=True)
class _Walk:
    wire: Wire
    say: Callable[[str], None]
    patience: float
    happened: AsyncIterator[Happened]
    chat: int = 0
    message: int = 0
    steps: list[Step] = field(default_factory=list)

    async def step(self, name: str, work: Callable[[], Awaitable[str]]) -> bool:
        """Run one step and note it; return whether it went well."""
        try:
            saw, good = await work(), True
        except (AiogramError, TimeoutError, ValueError) as error:
            words = str(error).replace(self.wire.account.token, "…")
            saw, good = f"{type(error).__name__}: {words}", False
        self.steps.append(Step(name=name, good=good, saw=saw))
        self.say(f"{'✓' if good else '✗'} {name}: {saw}")
        return good

    async def heard(self) -> Said:
        """Return the next message of the person."""
        async for each in self.happened:
            if isinstance(each, Said):
                return each
        raise TimeoutError("nobody wrote")

    async def pressed(self) -> Pressed:
        """Return the next press."""
        async for each in self.happened:
            if isinstance(each, Pressed):
                return each
        raise TimeoutError("nobody pressed")


async def smoke(
    token: str, *, say: Callable[[str], None], base: str | None = None, patience: float = PATIENCE
) -> tuple[Step, ...]:
    """Walk through; `say` gets each line as it comes. Never raises for what Telegram answers."""
    wire = Wire(account=Account(token=token, organisations=()), base=base)
    walk = _Walk(wire=wire, say=say, patience=patience, happened=_happenings(wire, patience))
    try:
        for name, work in _PLAN:
            good = await walk.step(name, lambda work=work: work(walk))  # type: ignore[misc]
            if not good and work in _NEEDED:
                break
    finally:
        await wire.close()
    return tuple(walk.steps)


async def _happenings(wire: Wire, patience: float) -> AsyncIterator[Happened]:
    """Yield what people do; raise TimeoutError after so long without anything."""
    offset: int | None = None
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for update in await wire.updates(offset, seconds=2):
            offset = update.update_id + 1
            until = time.monotonic() + patience
            yield parse(update)
    raise TimeoutError("nothing came")


async def _token(walk: _Walk) -> str:
    me = await walk.wire.bot.get_me()
    walk.say(f"→ open https://t.me/{me.username} and press Start")
    return f"@{me.username} ({me.first_name})"


async def _webhook(walk: _Walk) -> str:
    info = await walk.wire.bot.get_webhook_info()
    if info.url:
        raise ValueError(f"a webhook is set ({info.url}): `wasl telegram webhook remove` first")
    return f"none set, {info.pending_update_count} updates wait"


async def _commands(walk: _Walk) -> str:
    before = await walk.wire.bot.get_my_commands(language_code="ar")
    await walk.wire.set_commands([("menu", "🏠 القائمة")], "ar")
    kept = await walk.wire.bot.get_my_commands(language_code="ar")
    await walk.wire.set_commands([(each.command, each.description) for each in before], "ar")
    if [each.command for each in kept] != ["menu"]:
        raise ValueError("the commands that were set did not come back")
    return "set and read back"


async def _hello(walk: _Walk) -> str:
    said = await walk.heard()
    walk.chat = said.user
    return f"{said.text!r}, device language {said.language or 'not told'}"


async def _buttons(walk: _Walk) -> str:
    keys = ((Key(label="✅ نعم", data="yes"), Key(label="❌ لا", data="no")),)
    part = Part(text="😀 اضغط زرًا\n\nالمصدر: تجربة", italic=(14, 13), keys=keys)
    walk.message = await walk.wire.send(walk.chat, part)
    pressed = await walk.pressed()
    await walk.wire.bot.answer_callback_query(pressed.query)
    await walk.wire.show_chosen(
        walk.chat, pressed.message, ((Key(label=f"✔️ {pressed.label}", data="chosen"),),)
    )
    return f"{pressed.label} pressed on message {pressed.message}"


async def _photo(walk: _Walk) -> str:
    await walk.wire.send(walk.chat, Part(text="📷 أرسل صورة · send a photo"))
    said = await walk.heard()
    ref: FileRef | None = said.file
    if ref is None:
        raise ValueError("that was no file")
    data = await walk.wire.fetch(ref)
    return f"{ref.kind}, {len(data)} bytes fetched of {ref.size} told"


async def _phone(walk: _Walk) -> str:
    part = Part(text="📱 شارك رقمك بالزر · share your number", share="phone", share_label="📱")
    await walk.wire.send(walk.chat, part)
    said = await walk.heard()
    await walk.wire.fold_keyboard(walk.chat)
    if said.phone is None:
        raise ValueError("that was no contact")
    return f"a contact with {len(said.phone)} signs"


async def _document(walk: _Walk) -> str:
    file = Attachment(key="", name="wasl.pdf", media_type="application/pdf", size=len(_PDF), kind="document")
    number = await walk.wire.send(walk.chat, Part(file=file), file=_PDF)
    return f"message {number}"


async def _edit(walk: _Walk) -> str:
    number = await walk.wire.ask(walk.chat, "⏳")
    await walk.wire.bot.edit_message_text("✅", chat_id=walk.chat, message_id=number)
    await walk.wire.bot.delete_message(walk.chat, number)
    return "changed and removed"


_PLAN: tuple[tuple[str, Callable[[_Walk], Awaitable[str]]], ...] = (
    ("token", _token),
    ("webhook", _webhook),
    ("commands", _commands),
    ("a message arrives", _hello),
    ("buttons", _buttons),
    ("a photo is fetched", _photo),
    ("a number is shared", _phone),
    ("a document is sent", _document),
    ("a message is changed and removed", _edit),
)
_NEEDED = (_token, _webhook, _hello)  # without these the rest cannot be tried
