"""What the carrying out of one turn's effects works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.engine.content import Content
from bot.messages import Address, Attachment, Event
from bot.ports.channel import NewId
from bot.ports.records import Conversation
from bot.ports.store import Transaction
from bot.worker.secure_pages import NO_PAGES, SecurePages

Clock = Callable[[], datetime]
"""The time now, in UTC."""

Happened = Callable[[Transaction, Conversation, Event], None]
"""Lets another conversation hear of something, in the same transaction."""

Contents = Callable[[str], Content]
"""An organisation's content as it is now: swapped as a whole between two messages."""


def _nobody(tx: Transaction, conversation: Conversation, event: Event) -> None:
    """Let nobody hear."""


@dataclass(kw_only=True, slots=True)
class Aftermath:
    """What is to be done once the transaction is committed."""

    files: list[str] = field(default_factory=list)  # keys of files that nobody names any more


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One turn of one conversation, inside its transaction."""

    tx: Transaction
    content: Content
    conversation: Conversation  # as it was when the turn began
    now: datetime
    new_id: NewId
    aftermath: Aftermath
    answers: str | None = None  # inbound that the turn answers
    behalf: str | None = None  # member of staff whose act this turn follows from
    prepared: Attachment | None = None  # file made for this turn beforehand
    pages: SecurePages = NO_PAGES
    happened: Happened = _nobody
    typed_by: str | None = None  # member of staff who speaks in the person's place
    hears_privately: bool = False  # staff do not read what the person sent,
    says_privately: bool = False  # nor what is said in reply

    @property
    def organisation(self) -> str:
        """Whose conversation it is."""
        return self.conversation.address.organisation

    @property
    def address(self) -> Address:
        """Where the person is."""
        return self.conversation.address

    @property
    def year(self) -> int:
        """The organisation's local year."""
        return self.now.astimezone(ZoneInfo(self.content.timezone)).year
