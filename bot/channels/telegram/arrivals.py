"""From what Telegram brought into the inbox, and words of the bot's own in the person's language."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.channels.telegram.choosing import NAME, Choosing
from bot.channels.telegram.wire import Wire
from bot.engine.content import Content
from bot.messages import Address, Inbound, Language
from bot.ports.channel import Accept

SOON = 0.5  # seconds without an answer after which "typing" is shown
MOST_TYPING = 20  # chats that are shown it at once
_log = structlog.get_logger(__name__)


class NotTakenError(Exception):
    """The inbox could not take an arrival now: the platform must not be told that it was."""


@dataclass(kw_only=True)
class Arrivals:
    """Makes arrivals of one bot, and hands them to the inbox."""

    wire: Wire
    choosing: Choosing
    contents: Callable[[str], Content]
    now: Callable[[], datetime]
    accept: Accept
    patient: bool = True  # wait for an inbox that cannot take anything now; else raise
    waiting: dict[int, "asyncio.Task[None]"] = field(default_factory=dict)  # chat → its "typing"

    def id(self, number: int) -> str:
        """Return our own id of an update."""
        return f"tg{self.wire.account.id}-{number}"

    def external(self, number: int) -> str:
        """Return what makes an update unique."""
        return f"{self.wire.account.id}:{number}"

    def made(self, number: int, organisation: str, user: int) -> Inbound:
        """Return an empty arrival of an update."""
        return Inbound(
            id=self.id(number),
            address=Address(organisation=organisation, channel=NAME, user=str(user)),
            external_id=self.external(number),
            received_at=self.now(),
        )

    async def take(self, inbound: Inbound) -> bool:
        """Return once an arrival is durable; False if it was there. Raises NotTakenError."""
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

    async def voice(self, user: int, device: str) -> Callable[..., str]:
        """Return how to say interface texts to a person in their language."""
        organisation = await self.choosing.organisation(user, "")
        talk = await self.choosing.conversation(user, organisation) if organisation else None
        content = self.contents(organisation or self.wire.account.organisations[0])
        language: Language = talk.language if talk else ("en" if device.startswith("en") else "ar")

        def say(key: str, **fields: object) -> str:
            return content.texts(language, key, **fields)

        return say
