"""Telegram as a channel."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiogram.exceptions import AiogramError, TelegramRetryAfter

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.albums import TOGETHER
from bot.channels.telegram.arrivals import Arrivals
from bot.channels.telegram.choosing import NAME, Choosing
from bot.channels.telegram.commands import listed
from bot.channels.telegram.failing import send_error
from bot.channels.telegram.fetching import Fetching
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.pace import Pace, telegrams_pace
from bot.channels.telegram.polling import SILENCE, Poller
from bot.channels.telegram.present import Part, present
from bot.channels.telegram.wire import Wire
from bot.engine.content import Content, Texts
from bot.messages import LANGUAGES, Edit, Language, Message
from bot.ports.channel import Accept, Blocked, Receipt, Rejected
from bot.ports.records import Delivered
from bot.ports.store import FileStore, Store

COMMANDS_EVERY = 60.0  # seconds between two looks whether the commands have changed
_REMEMBERED = 1000  # messages sent in part
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """Everything from outside."""

    accounts: Sequence[Account]
    store: Store
    files: FileStore
    contents: Callable[[str], Content]
    now: Callable[[], datetime]
    base: str | None = None  # address of a Bot API server; None = Telegram's own
    webhook: bool = False  # updates come to `webhook.router`; else they are polled for
    silence: int = SILENCE  # seconds of one long poll
    pace: Callable[[], Pace] = telegrams_pace  # one for each bot
    commands_every: float = COMMANDS_EVERY
    together: float = TOGETHER  # seconds that an album waits for its next file


class TelegramChannel:
    """All bots of the installation."""

    name = NAME

    def __init__(self, needs: Needs) -> None:
        """Prepare the connections; nothing is sent yet."""
        self._needs = needs
        self.wires = {
            account.id: Wire(account=account, base=needs.base, pace=needs.pace())
            for account in needs.accounts
        }
        self._by_organisation = {
            organisation: wire for wire in self.wires.values() for organisation in wire.account.organisations
        }
        self.intakes: dict[int, Intake] = {}  # by bot, once running
        self._sent: OrderedDict[int, int] = OrderedDict()  # outbox id → parts that went out

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled."""
        self.intakes = {number: self._intake(wire, accept) for number, wire in self.wires.items()}
        try:
            async with asyncio.TaskGroup() as tasks:
                for number, wire in self.wires.items():
                    tasks.create_task(self._keep_commands(wire))
                    if not self._needs.webhook:
                        take = self.intakes[number].take
                        tasks.create_task(Poller(wire=wire, take=take, silence=self._needs.silence).run())
        finally:
            for wire in self.wires.values():
                await wire.close()

    async def send(self, delivery: Delivered) -> Receipt:
        """Hand one message to Telegram, in as many parts as it needs, or raise a `SendError`."""
        wire = self._by_organisation.get(delivery.address.organisation)
        if wire is None:
            raise Rejected(f"no bot speaks for {delivery.address.organisation}")
        chat = int(delivery.address.user)
        intake = self.intakes.get(wire.account.id)
        if intake is not None:
            if chat in intake.blocked:
                raise Blocked("blocked by the user")
            if (typing := intake.arrivals.waiting.get(chat)) is not None:
                typing.cancel()
        try:
            return Receipt(external_id=await self._send_parts(wire, chat, delivery))
        except TelegramRetryAfter as error:
            wire.pace.refused(chat, error.retry_after)
            raise send_error(error) from error
        except AiogramError as error:
            raise send_error(error) from error

    async def _send_parts(self, wire: Wire, chat: int, delivery: Delivered) -> str:
        edit = delivery.message.edit
        if edit is not None and await self._rewritten(wire, chat, delivery, edit):
            return delivery.replaces
        parts = self._parts(delivery)
        begun = self._sent.get(delivery.id, 0)
        words: list[str] = []
        others: list[str] = []
        if not begun and _folds(parts) and chat in wire.keyboards:
            async with wire.pace.turn(chat):
                await wire.fold_keyboard(chat)
        for index in range(begun, len(parts)):
            if parts[index].share is not None and chat in wire.keyboards:
                continue  # the button is there already
            async with wire.pace.turn(chat, patient=index > 0):
                number = await self._send_part(wire, chat, parts[index])
            (words if parts[index].text and parts[index].share is None else others).append(str(number))
            self._note_sent(delivery.id, index + 1)
        self._sent.pop(delivery.id, None)
        for message in delivery.message.takes_back.split():
            await wire.take_back(chat, int(message))
        return " ".join(words or others)

    async def _rewritten(self, wire: Wire, chat: int, delivery: Delivered, edit: Edit) -> bool:
        """Write the message that a correction is of anew. False if Telegram does not let us."""
        parts = present(Message(text=edit.text, language=delivery.message.language), self._texts(delivery))
        if not delivery.replaces.isdecimal() or len(parts) != 1:
            return False  # it did not arrive, or was or is more than one message
        async with wire.pace.turn(chat):
            return await wire.correct(chat, int(delivery.replaces), parts[0])

    def _parts(self, delivery: Delivered) -> list[Part]:
        return list(present(delivery.message, self._texts(delivery)))

    def _texts(self, delivery: Delivered) -> Texts:
        return self._needs.contents(delivery.address.organisation).texts

    async def _send_part(self, wire: Wire, chat: int, part: Part) -> int:
        if part.file is not None:
            try:
                data = await self._needs.files.get(part.file.key)
            except KeyError:
                raise Rejected("the file is gone") from None
            return await wire.send(chat, part, file=data)
        return await wire.send(chat, part)

    def _note_sent(self, outbox: int, count: int) -> None:
        self._sent[outbox] = count
        if len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)

    def _intake(self, wire: Wire, accept: Accept) -> Intake:
        arrivals = Arrivals(
            wire=wire,
            choosing=Choosing(account=wire.account, store=self._needs.store),
            contents=self._needs.contents,
            now=self._needs.now,
            accept=accept,
            patient=not self._needs.webhook,
        )
        fetching = Fetching(wire=wire, files=self._needs.files)
        return Intake(arrivals=arrivals, fetching=fetching, together=self._needs.together)

    async def _keep_commands(self, wire: Wire) -> None:
        """Keep Telegram's menu of commands as the content has it."""
        shown: object = None
        while True:
            wanted = {language: self._commands(wire.account, language) for language in LANGUAGES}
            if wanted != shown:
                try:
                    await wire.set_commands(wanted["ar"], None)
                    for language in LANGUAGES:
                        await wire.set_commands(wanted[language], language)
                    shown = wanted
                except AiogramError as error:
                    _log.warning("commands not set", bot=wire.account.id, error=type(error).__name__)
            await asyncio.sleep(self._needs.commands_every)

    def _commands(self, account: Account, language: Language) -> list[tuple[str, str]]:
        content = self._needs.contents(account.organisations[0])
        return listed(content, language, shared=len(account.organisations) > 1)


def _folds(parts: Sequence[Part]) -> bool:
    """Tell whether a sharing button has to be taken away before: its own message cannot do it."""
    return bool(parts) and bool(parts[0].keys) and not any(part.share for part in parts)
