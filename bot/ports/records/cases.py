"""Cases, the committee that decides them, interviews, and who may act for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.messages import Attachment


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A submitted request, complaint, suggestion or offer to volunteer."""

    id: str
    organisation: str
    reference: str  # e.g. AOUN-2026-00042-7: organisation, year, number, check digit
    kind: str
    stage: str  # one of its kind's life, see knowledge/cases
    conversation: str | None
    person: str | None
    flow: str
    version: str
    answers: Mapping[str, Any]  # step id → value (encrypted at rest)
    attachments: tuple[Attachment, ...]
    pledge: Mapping[str, Any] | None
    opened_at: datetime
    updated_at: datetime
    stage_since: datetime | None = None  # when it came to its stage
    place: str | None = None  # branch that it is of, as in `bot.ports.places`


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseStep:
    """One line of a case's append-only history."""

    id: int
    organisation: str
    case: str
    at: datetime
    actor: str  # "person", "bot" or a staff id
    action: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    seq: int | None = None  # place in the chain (see bot/cases/chain.py); None = older than it
    nonce: str | None = None  # None once the detail was erased
    digest: str | None = None  # of nonce and detail
    hash: str | None = None  # binds this step to the one before it


@dataclass(frozen=True, kw_only=True, slots=True)
class LateCase:
    """A case that is, or will be, late in its stage."""

    organisation: str
    case: str
    due_at: datetime  # next look
    alerted_at: datetime | None  # last alert; None = not late so far
    times: int  # alerts so far


Stretch = tuple[datetime | None, datetime]
"""Times from the first (None = all before) up to the second, which is excluded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overdue:
    """Cases of a kind that are late in a stage: those that came to it in one of these stretches of time."""

    kind: str
    stage: str
    since: tuple[Stretch, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """Somebody at a session of the committee."""

    name: str
    present: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CommitteeSession:
    """A meeting of the research committee."""

    id: str
    organisation: str
    number: int  # in the organisation, from 1
    held_at: datetime
    place: str
    attendance: tuple[Member, ...]
    minutes: str
    created_by: str  # staff id
    created_at: datetime
    closed_at: datetime | None = None  # the minutes are final


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Somebody may act for another in one case: verified by staff, in force until it ends or expires."""

    id: str
    organisation: str
    request: str  # id of the case in which it was asked for
    case: str  # id of the case that is acted upon
    conversation: str | None  # chat of who acts
    capacity: str  # e.g. "guardian"
    scope: tuple[str, ...]  # of "follow", "notices", "complete"
    document: str  # what staff have seen
    verified_by: str  # staff id
    verified_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None  # "person", or a staff id


@dataclass(frozen=True, kw_only=True, slots=True)
class InterviewTime:
    """A time that a member of staff has for an interview."""

    id: int
    organisation: str
    staff: str  # id of who receives
    starts_at: datetime
    ends_at: datetime
    place: str
    created_by: str  # staff id
    created_at: datetime
    case: str | None = None  # id of the case that took it; None = free
    taken_at: datetime | None = None
    reminded_at: datetime | None = None
    purpose: str = "interview"  # or "visit": to a family, planned by staff and offered to nobody
    confirmed_at: datetime | None = None  # staff have made sure that it stands


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaItem:
    """A case on the agenda of a session."""

    organisation: str
    session: str
    case: Case
    place: int
    conflicts: tuple[str, ...] = ()  # names of members who said they have an interest, and took no part
    decision: str | None = None  # id of the step that was made
    decided_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UrgentReply:
    """A reply that was given outside a session because health is in danger; the next session confirms it."""

    id: int
    organisation: str
    case: Case
    step: str  # id of the step that was made
    by: str  # staff id
    at: datetime
    session: str | None = None  # in which it was confirmed
    confirmed_at: datetime | None = None
