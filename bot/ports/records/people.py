"""People, what joins their chats, and how they want to be reached."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.messages import Language
from bot.ports.records.notices import Way


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody known by what they gave in a request."""

    id: str
    organisation: str
    name: str | None
    phone: str | None  # E.164 (encrypted, blind index)
    national_id: str | None  # digits (encrypted, blind index)
    iban: str | None  # encrypted, blind index
    language: Language
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """Two records of one person that became one."""

    id: str
    organisation: str
    kept: str  # person id that all of it belongs to since
    gone: str  # person id of the other record; its fields are kept in it
    actor: str  # staff id
    at: datetime
    conversations: tuple[str, ...]  # ids that were the other's
    cases: tuple[str, ...]
    filled: tuple[str, ...]  # names of fields that the kept record had not
    repointed: tuple[str, ...] = ()  # records that had become part of the other one before
    chats: tuple[str, ...] = ()  # the two that staff compared; none in merges from before this was kept
    undone_at: datetime | None = None


SafeHours = Literal["day", "morning", "afternoon", "evening"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactWay:
    """How a person wants to hear of their cases, as they chose it in one of their chats."""

    organisation: str
    conversation: str
    tie: str | None = None  # the same in all chats that the person has tied together with a code
    way: Way = "here"
    hours: SafeHours = "day"
    chosen_at: datetime | None = None  # None = tied, and nothing chosen
