"""Conversations, their lines, and what waits to be read, sent or done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.messages import Address, Attachment, DangerKind, Inbound, Language, Message, Owner, Priority

Direction = Literal["in", "out", "staff", "note", "system"]
Delivery = Literal["none", "queued", "sent", "failed", "withheld"]
InboxStatus = Literal["new", "done", "failed"]
OutboxStatus = Literal["queued", "sent", "dead", "withheld"]
STAFF_HOLD = "staff hold the chat"  # why a message of the bot was withheld
Snooze = Literal["until", "person"]
"""Why a chat is put off: until a time; until the person writes, or a time at the latest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """One person on one channel of one organisation, and who holds the chat."""

    id: str
    address: Address
    person: str | None  # person id, once known
    state: str | None  # the engine's state as JSON (encrypted at rest); None = new
    language: Language
    owner: Owner  # bot answers; waiting for staff; staff holds
    holder: str | None  # staff id
    reason: str | None  # why it was handed over (HandoffReason)
    priority: Priority
    danger: DangerKind | None
    topic: str | None
    waiting_since: datetime | None
    claimed_at: datetime | None
    alerted_at: datetime | None  # last alert about this waiting chat
    last_inbound_at: datetime | None
    last_line: int  # id of the newest transcript line
    opened_at: datetime
    team: str | None = None  # for which team it waits; None = for all
    snooze: Snooze | None = None  # staff have put it off
    snoozed_until: datetime | None = None
    place: str | None = None  # branch that it is of, as in `bot.ports.places`


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a transcript. `id` grows and is the SSE event id."""

    id: int
    organisation: str
    conversation: str
    direction: Direction
    at: datetime
    text: str  # masked: no national ID or IBAN in clear
    message: Message | None = None  # as sent, for "out" and "staff"
    attachments: tuple[Attachment, ...] = ()
    staff: str | None = None  # staff id of "staff" and "note"
    answers: str | None = None  # inbound id that this line answers
    inbound: str | None = None  # inbound id of an "in" line
    delivery: Delivery = "none"
    trace: Mapping[str, Any] | None = None  # how it was understood, for staff and authors

    @property
    def private(self) -> bool:
        """Whether its message is for the person alone: staff read the text, which says nothing."""
        return bool((self.trace or {}).get("private"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """An inbox row."""

    id: str
    conversation: str
    inbound: Inbound
    status: InboxStatus
    attempts: int
    received_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """An outbox row: one message on its way to one address."""

    id: int
    conversation: str
    address: Address
    message: Message
    line: int  # transcript line
    staff: str | None  # written by this member of staff; None = by the bot
    priority: int  # smaller goes first: 0 urgent, 1 reply to a person, 5 notice, 9 outreach
    attempts: int
    not_before: datetime
    status: OutboxStatus
    external_id: str | None = None  # the platform's ids of what was sent, with spaces between
    error: str | None = None
    replaces: str = ""  # for a correction: `external_id` of the message that it corrects


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer:
    """Something due in a conversation."""

    id: int
    organisation: str
    conversation: str
    name: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SecureLink:
    """A one-time link to a page on which one question of a conversation is answered."""

    organisation: str
    conversation: str
    token_hash: str  # hex SHA-256 of the token, which only the person has
    question: str  # run and step that it answers
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A reply that a member of staff has begun in a conversation and not sent."""

    organisation: str
    conversation: str
    staff: str
    key: str  # idempotency key of the reply that it will become
    text: str  # encrypted at rest
    kept_at: datetime
