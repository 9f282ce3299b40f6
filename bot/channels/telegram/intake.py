"""What becomes of an update: into the inbox, or a word from the bot itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

import structlog
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Update

from bot.channels.telegram.albums import TOGETHER, Albums, Member
from bot.channels.telegram.arrivals import Arrivals, NotTakenError
from bot.channels.telegram.commands import CHANGE, choice_of, read_command
from bot.channels.telegram.fetching import Fetching
from bot.channels.telegram.parse import Edited, Happened, InGroup, Pressed, Reachable, Said, parse
from bot.channels.telegram.present import Key
from bot.channels.telegram.pressing import CHOOSE, Presses
from bot.messages import Attachment, Inbound, Language

_log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class Intake:
    """Takes one bot's updates, those of one person in order."""

    arrivals: Arrivals
    fetching: Fetching
    together: float = TOGETHER  # seconds that an album waits for its next file
    blocked: set[int] = field(default_factory=set)  # persons who have blocked the bot
    albums: Albums = field(init=False)
    presses: Presses = field(init=False)
    _order: "WeakValueDictionary[int, asyncio.Lock]" = field(default_factory=WeakValueDictionary)

    def __post_init__(self) -> None:
        """Gather albums, and take presses, from now on."""
        self.wire, self.choosing = self.arrivals.wire, self.arrivals.choosing
        self.contents = self.arrivals.contents
        self.presses = Presses(arrivals=self.arrivals)
        self.albums = Albums(handle=self._said, order=self._lock, together=self.together)

    async def take(self, update: Update) -> None:
        """Handle an update; return once what it brought is durable. Raises NotTakenError."""
        happened = parse(update)
        if isinstance(happened, Said) and happened.album is not None:
            await self.albums.take(update.update_id, happened)
            return
        async with self._lock(getattr(happened, "user", 0)):
            await self._handle(update.update_id, happened)

    def _lock(self, person: int) -> asyncio.Lock:
        return self._order.setdefault(person, asyncio.Lock())

    async def _handle(self, number: int, happened: Happened) -> None:
        match happened:
            case Said():
                await self._said([(number, happened)])
            case Pressed():
                await self.presses.take(number, happened)
            case Edited():
                await self._edited(number, happened)
            case InGroup():
                await self._decline(happened)
            case Reachable(user=user, reachable=reachable):
                (self.blocked.discard if reachable else self.blocked.add)(user)

    # -- messages

    async def _said(self, members: Sequence[Member]) -> None:
        """Take a message, or the files of an album as one."""
        (number, said), *_ = members
        self.blocked.discard(said.user)
        said = replace(said, text=next((each.text for _, each in members if each.text), ""))
        command = read_command(said.text)
        organisation = await self._organisation(number, said, command)
        if organisation is None:
            await self._ask_organisation(said)
            return
        inbound = self.arrivals.made(number, organisation, said.user)
        inbound = await self._with_command(inbound, said, command)
        if said.file is not None:
            files = await self._files([each for _, each in members])
            if not files and not said.text:
                return
            inbound = replace(inbound, attachments=files)
        inbound = replace(inbound, handle=" ".join(str(each.message) for _, each in members))
        others = tuple(self.arrivals.external(other) for other, _ in members[1:])
        fresh = await self.arrivals.take(replace(inbound, also=others))
        if not fresh and others:
            await self._said(members[1:])  # the first was there: of the others, what was not

    async def _files(self, said: Sequence[Said]) -> tuple[Attachment, ...]:
        """Return the files that could be fetched; the person is told of the others."""
        say = await self.arrivals.voice(said[0].user, said[0].language)
        found = [await self.fetching.fetch(each.user, each.file, say) for each in said if each.file]
        return tuple(file for file in found if file is not None)

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
        return await self.choosing.organisation(said.user, self.arrivals.id(number))

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
        organisation = await self.choosing.organisation(edited.user, self.arrivals.id(number))
        talk = await self.choosing.conversation(edited.user, organisation) if organisation else None
        if organisation is None or talk is None:
            return
        say = await self.arrivals.voice(edited.user, "")
        if talk.owner == "bot":
            await self.wire.note(edited.user, say("telegram.edited"), reply_to=edited.message)
            return
        inbound = self.arrivals.made(number, organisation, edited.user)
        await self.arrivals.take(replace(inbound, text=say("telegram.edited.staff", text=edited.text)))

    # -- groups

    async def _decline(self, group: InGroup) -> None:
        language: Language = "en" if group.language.startswith("en") else "ar"
        texts = self.contents(self.wire.account.organisations[0]).texts
        await self.wire.note(group.chat, texts(language, "telegram.group"))
        await self.wire.leave(group.chat)
        _log.info("left a group", bot=self.wire.account.id)
