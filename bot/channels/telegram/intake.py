"""What becomes of an update: into the inbox, or a word from the bot itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from weakref import WeakValueDictionary

import structlog
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Update

from bot.channels.telegram.choosing import NAME, Choosing
from bot.channels.telegram.commands import CHANGE, choice_of, read_command
from bot.channels.telegram.fetching import Fetching
from bot.channels.telegram.parse import Edited, Happened, InGroup, Pressed, Reachable, Said, parse
from bot.channels.telegram.present import Key
from bot.channels.telegram.wire import Wire
from bot.engine.content import Content
from bot.messages import Address, Inbound, Language
from bot.ports.channel import Accept

CHOSEN = "chosen"  # data of the button that shows what was chosen
CHOOSE = "org:"  # begins the data of a button that chooses an organisation
SOON = 0.5  # seconds without an answer after which "typing" is shown
MOST_TYPING = 20  # chats that are shown it at once
_log = structlog.get_logger(__name__)


class NotTakenError(Exception):
    """The inbox could not take an arrival now: the platform must not be told that it was."""


@dataclass(kw_only=True)
class Intake:
    """Takes one bot's updates, those of one person in order."""

    wire: Wire
    choosing: Choosing
    fetching: Fetching
    contents: Callable[[str], Content]
    now: Callable[[], datetime]
    accept: Accept
    patient: bool = True  # wait for an inbox that cannot take anything now; else raise
    blocked: set[int] = field(default_factory=set)  # persons who have blocked the bot
    waiting: dict[int, "asyncio.Task[None]"] = field(default_factory=dict)  # chat → its "typing"
    _order: "WeakValueDictionary[int, asyncio.Lock]" = field(default_factory=WeakValueDictionary)

    async def take(self, update: Update) -> None:
        """Handle an update; return once what it brought is durable. Raises NotTakenError."""
        happened = parse(update)
        person = getattr(happened, "user", 0)
        lock = self._order.setdefault(person, asyncio.Lock())
        async with lock:
            await self._handle(update.update_id, happened)

    async def _handle(self, number: int, happened: Happened) -> None:
        match happened:
            case Said():
                await self._said(number, happened)
            case Pressed():
                await self._pressed(number, happened)
            case Edited():
                await self._edited(number, happened)
            case InGroup():
                await self._decline(happened)
            case Reachable(user=user, reachable=reachable):
                (self.blocked.discard if reachable else self.blocked.add)(user)

    # -- messages

    async def _said(self, number: int, said: Said) -> None:
        self.blocked.discard(said.user)
        command = read_command(said.text)
        organisation = await self._organisation(number, said, command)
        if organisation is None:
            await self._ask_organisation(said)
            return
        inbound = self._inbound(number, organisation, said.user)
        inbound = await self._with_command(inbound, said, command)
        if said.file is not None:
            file = await self.fetching.fetch(
                said.user, said.file, await self._voice(said.user, said.language)
            )
            if file is None and not said.text:
                return
            inbound = replace(inbound, attachments=(file,) if file else ())
        await self._accept(inbound)

    async def _organisation(self, number: int, said: Said, command: tuple[str, str] | None) -> str | None:
        """Return whom the message is for; `/start aoun` and `/organisation` choose."""
        served = self.wire.account.organisations
        if command is not None and len(served) > 1:
            name, rest = command
            if name == "start" and rest.lower() in served:
                self.choosing.choose(said.user, rest.lower())
                return rest.lower()
            if name == CHANGE:
                return None
        return await self.choosing.organisation(said.user, self._id(number))

    async def _with_command(self, inbound: Inbound, said: Said, command: tuple[str, str] | None) -> Inbound:
        content = self.contents(inbound.address.organisation)
        choice = choice_of(command[0], content) if command else None
        if choice == "menu" and command and command[0] == "start" and said.language.startswith("en"):
            known = await self.choosing.conversation(said.user, inbound.address.organisation)
            if known is None:
                return replace(inbound, text="Hello")  # so that the first words come in their language
        return replace(
            inbound,
            text="" if choice else said.text,
            choice=choice,
            location=said.location,
            phone=said.phone,
            sticker=said.sticker,
            unsupported=said.unsupported,
        )

    async def _ask_organisation(self, said: Said) -> None:
        """Ask whom the person wants to reach, in answer to what they wrote: so it is not lost."""
        language: Language = "en" if said.language.startswith("en") else "ar"
        served = self.wire.account.organisations
        rows = tuple((Key(label=self._name(each, language), data=f"{CHOOSE}{each}"),) for each in served)
        words = self.contents(served[0]).texts(language, "telegram.choose")
        try:
            await self.wire.ask(said.user, words, keys=rows, reply_to=said.message)
        except (TelegramForbiddenError, TelegramBadRequest):
            return  # nobody is there to choose
        except AiogramError as error:
            raise NotTakenError(type(error).__name__) from error

    def _name(self, organisation: str, language: Language) -> str:
        return self.contents(organisation).organisation.short_name[language]

    async def _edited(self, number: int, edited: Edited) -> None:
        """Pass a correction on to staff who hold the chat; tell others to write it anew."""
        organisation = await self.choosing.organisation(edited.user, self._id(number))
        talk = await self.choosing.conversation(edited.user, organisation) if organisation else None
        if organisation is None or talk is None:
            return
        say = await self._voice(edited.user, "")
        if talk.owner == "bot":
            await self.wire.note(edited.user, say("telegram.edited"), reply_to=edited.message)
            return
        inbound = self._inbound(number, organisation, edited.user)
        await self._accept(replace(inbound, text=say("telegram.edited.staff", text=edited.text)))

    # -- buttons

    async def _pressed(self, number: int, pressed: Pressed) -> None:
        say = await self._voice(pressed.user, "")
        if pressed.chat != pressed.user:
            await self.wire.answer(pressed.query, say("telegram.pressed.foreign"), alert=True)
            return
        if pressed.data == CHOSEN:
            await self.wire.answer(pressed.query, say("telegram.pressed.already"))
            return
        inbound = await self._press(number, pressed)
        if inbound is None:
            await self.wire.answer(pressed.query)
            return
        fresh = await self._accept(inbound)
        await self.wire.answer(pressed.query, "" if fresh else say("telegram.pressed.already"))
        if fresh or pressed.label:
            await self.wire.show_chosen(pressed.chat, pressed.message, _chosen(pressed, fresh=fresh))

    async def _press(self, number: int, pressed: Pressed) -> Inbound | None:
        """Return the arrival of a press: one message's buttons are pressed once, whichever it is."""
        if pressed.data.startswith(CHOOSE):
            return self._chose(number, pressed)
        organisation = await self.choosing.organisation(pressed.user, self._id(number))
        if organisation is None:
            return None
        inbound = self._inbound(number, organisation, pressed.user)
        key = f"{self.wire.account.id}:{pressed.chat}:press:{pressed.message}"
        return replace(inbound, external_id=key, choice=pressed.data)

    def _chose(self, number: int, pressed: Pressed) -> Inbound | None:
        """Begin with the chosen organisation, with what the person had written if that was a question."""
        organisation = pressed.data.removeprefix(CHOOSE)
        if organisation not in self.wire.account.organisations:
            return None
        self.choosing.choose(pressed.user, organisation)
        inbound = self._inbound(number, organisation, pressed.user)
        if not pressed.quoted or pressed.quoted.startswith("/"):
            return replace(inbound, choice="menu")
        return replace(inbound, text=pressed.quoted)

    # -- groups

    async def _decline(self, group: InGroup) -> None:
        language: Language = "en" if group.language.startswith("en") else "ar"
        texts = self.contents(self.wire.account.organisations[0]).texts
        await self.wire.note(group.chat, texts(language, "telegram.group"))
        await self.wire.leave(group.chat)
        _log.info("left a group", bot=self.wire.account.id)

    # -- inside

    def _id(self, number: int) -> str:
        return f"tg{self.wire.account.id}-{number}"

    def _inbound(self, number: int, organisation: str, user: int) -> Inbound:
        return Inbound(
            id=self._id(number),
            address=Address(organisation=organisation, channel=NAME, user=str(user)),
            external_id=f"{self.wire.account.id}:{number}",
            received_at=self.now(),
        )

    async def _accept(self, inbound: Inbound) -> bool:
        fresh = await self._accepted(inbound)
        user = int(inbound.address.user)
        self.choosing.choose(user, inbound.address.organisation)
        if fresh and user not in self.waiting and len(self.waiting) < MOST_TYPING:
            task = self.waiting[user] = asyncio.create_task(self._type_soon(user, inbound.address))
            task.add_done_callback(lambda _: self.waiting.pop(user, None))
        return fresh

    async def _accepted(self, inbound: Inbound) -> bool:
        """Return once the arrival is durable; while it cannot be, what the person sends next waits too."""
        while True:
            try:
                return await self.accept(inbound)
            except Exception as error:
                if not self.patient:
                    raise NotTakenError(type(error).__name__) from error
                _log.warning("arrival not taken", inbound=inbound.id, error=type(error).__name__)
            await asyncio.sleep(1.0)

    async def _type_soon(self, user: int, address: Address) -> None:
        """Show "typing" if the answer takes a moment, unless it is a person who answers."""
        await asyncio.sleep(SOON)
        talk = await self.choosing.conversation(user, address.organisation)
        if talk is not None and talk.owner != "staff":
            await self.wire.typing(user)

    async def _voice(self, user: int, device: str) -> Callable[..., str]:
        """Return how to say interface texts to a person in their language."""
        organisation = await self.choosing.organisation(user, "")
        talk = await self.choosing.conversation(user, organisation) if organisation else None
        content = self.contents(organisation or self.wire.account.organisations[0])
        language: Language = talk.language if talk else ("en" if device.startswith("en") else "ar")

        def say(key: str, **fields: object) -> str:
            return content.texts(language, key, **fields)

        return say


def _chosen(pressed: Pressed, *, fresh: bool) -> tuple[tuple[Key, ...], ...]:
    """Return what stands under a message after a press: what was chosen, if we know, and its links."""
    links = tuple((Key(label=label, url=url),) for label, url in pressed.links)
    known = fresh and pressed.label
    return ((Key(label=f"✔️ {pressed.label}", data=CHOSEN),), *links) if known else links
