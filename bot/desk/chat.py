"""A staff member at one conversation: what all acts on a chat share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.outcomes import HeldBy, NotAllowed, Unknown
from bot.desk.permissions import Act, may, sees
from bot.messages import Event, EventKind
from bot.ports.records import Conversation, Staff
from bot.ports.store import Transaction

Happened = Callable[[Transaction, Conversation, Event], None]
"""Tells the engine what staff did, so that flows pause and the person hears of it. Given by the worker."""

Mask = Callable[[str], str]
"""Masks numbers that identify or pay in a text that is to be kept."""

OpenDesk = Callable[[Transaction, Staff, str], "Desk"]
"""Opens the desk for a member of staff in an organisation. Given to every staff surface by the worker."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Who acts, in which organisation, when, and how the engine hears of it."""

    tx: Transaction
    actor: Staff
    organisation: str
    now: datetime
    happened: Happened
    mask: Mask

    def actor_may(self, act: Act) -> bool:
        """Whether the actor may do something here at all."""
        return may(self.actor, self.organisation, act)

    def enter(self, conversation: str, act: Act) -> Conversation | NotAllowed | Unknown:
        """Lock the conversation, if the actor may do this."""
        if not may(self.actor, self.organisation, act):
            return NotAllowed()
        return self.look(conversation)

    def look(self, conversation: str) -> Conversation | Unknown:
        """Read the conversation as it is now, locked; one of another branch is not there."""
        try:
            row = self.tx.conversations.lock(self.organisation, conversation)
        except KeyError:
            return Unknown()
        return row if sees(self.actor, self.organisation, row.place) else Unknown()

    def read(self, conversation: Conversation) -> Conversation:
        """Read again a conversation that was there."""
        return self.tx.conversations.lock(self.organisation, conversation.id)

    def colleague(self, conversation: Conversation) -> HeldBy | None:
        """Return who else holds the chat, if anybody."""
        holder = conversation.holder
        if conversation.owner != "staff" or holder is None or holder == self.actor.id:
            return None
        staff = self.tx.staff.get(holder)
        return HeldBy(staff=holder, name=staff.name if staff else "")

    def barred(self, conversation: Conversation) -> HeldBy | None:
        """Return the colleague who holds the chat, unless the actor may act over their head."""
        return None if may(self.actor, self.organisation, "take-over") else self.colleague(conversation)

    def note(self, conversation: Conversation, action: str, **detail: object) -> None:
        """Write the audit trail and wake all who look on."""
        self.audit(action, conversation.id, detail)
        self.tx.announce(f"conversation:{conversation.id}")
        self.tx.announce(f"queue:{self.organisation}")

    def audit(self, action: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Write the audit trail."""
        self.tx.staff.audit(
            self.organisation,
            actor=self.actor.id,
            action=action,
            subject=subject,
            detail=detail,
            at=self.now,
        )

    def tell_engine(self, conversation: Conversation, kind: EventKind, **fields: str) -> None:
        """Let flows pause or go on, and the person be told: a role, never a name."""
        role = self.actor.roles.get(self.organisation, "")
        self.happened(self.tx, conversation, Event(kind=kind, at=self.now, fields={"role": role, **fields}))
