"""Rows as the services see them: frozen values, one a table. Times are aware UTC datetimes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from bot.messages import Address, Attachment, DangerKind, Inbound, Language, Message, Owner, Priority

Direction = Literal["in", "out", "staff", "note", "system"]
Delivery = Literal["none", "queued", "sent", "failed", "withheld"]
InboxStatus = Literal["new", "done", "failed"]
OutboxStatus = Literal["queued", "sent", "dead", "withheld"]
STAFF_HOLD = "staff hold the chat"  # why a message of the bot was withheld
Snooze = Literal["until", "person"]
"""Why a chat is put off: until a time; until the person writes, or a time at the latest."""
Role = Literal["researcher", "supervisor", "administrator", "author"]


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
    undone_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """An account of the staff desk. Accounts belong to the installation, roles to an organisation."""

    id: str
    login: str
    name: str  # shown to colleagues only
    password_hash: str
    must_change: bool
    disabled: bool
    roles: Mapping[str, Role]  # organisation id → role
    created_at: datetime
    second_step: bool = False  # a code is asked for after the password
    branches: Mapping[str, str] = field(default_factory=dict)  # organisation id → branch, if not all of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A signed-in browser: only the hash of its token is kept."""

    token_hash: str
    staff: str
    created_at: datetime
    expires_at: datetime
    device: str = ""  # browser and system in short, such as `Firefox · Windows`
    seen_at: datetime | None = None  # when it was used last, to the minute


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """When somebody is on duty, each week, on the organisation's clock."""

    id: int
    organisation: str
    team: str  # whose chats; empty = all
    day: str  # sun … sat
    opens: int  # minutes since midnight
    closes: int
    staff: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """Local days, both included, on which somebody is away, and who stands in."""

    id: int
    organisation: str
    staff: str
    first: date
    last: date
    cover: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SecondStep:
    """What the codes of an account at sign-in are made from."""

    staff: str
    secret: str  # base32, encrypted at rest
    begun_at: datetime
    confirmed_at: datetime | None = None  # None = being set up: not asked for yet
    last_step: int = 0  # newest half minute (since 1970) whose code was used


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question as it was understood: masked text, for the gap report."""

    organisation: str
    conversation: str
    inbound: str
    text: str
    decision: str
    topic: str | None
    offers: tuple[str, ...]
    language: Language
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    """Where staff see a conversation on a messaging platform: a topic of a group."""

    organisation: str
    conversation: str
    group: int  # the platform's id of the group
    number: int  # … and of the topic in it
    head: int  # message with the summary and the buttons
    shown: str = ""  # hash of what the head says now
    cursor: int = 0  # newest transcript line that staff have seen there
    told_at: datetime | None = None  # last alert that was passed on
    escalated: bool = False  # the supervisor was told
    closed: bool = False
    erase: bool = False  # the person wants all of it gone
    team: str | None = None  # the team that was told of it


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownLine:
    """A reply that staff wrote on a messaging platform, and how its delivery is shown there."""

    message: int  # the platform's id of the staff's message
    line: int
    delivery: Delivery


NoticeStatus = Literal["waiting", "queued", "told", "kept", "call"]
"""waiting: to be said; queued: on its way; told: it went out; kept: seen when the person looks; call: nobody
could be reached, so staff call."""


Way = Literal["here", "call", "look"]
"""here: in this chat, then in others of theirs; call: staff call; look: seen when the person looks."""
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What a step of a case tells its person."""

    id: int
    organisation: str
    case: str
    conversation: str | None
    step: str  # id of the step in the life of its kind
    fields: Mapping[str, Any]  # what staff gave with the step, for the template (encrypted)
    status: NoticeStatus
    urgent: bool  # health is in danger: not held back at night
    not_before: datetime
    created_at: datetime
    line: int | None = None  # transcript line, once queued
    told_at: datetime | None = None
    opened_at: datetime | None = None  # the person has read what it says
    tried: tuple[str, ...] = ()  # conversations in which it could not be brought


@dataclass(frozen=True, kw_only=True, slots=True)
class LateCase:
    """A case that is, or will be, late in its stage."""

    organisation: str
    case: str
    due_at: datetime  # next look
    alerted_at: datetime | None  # last alert; None = not late so far
    times: int  # alerts so far


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


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedView:
    """A list of the desk that a member of staff has saved."""

    name: str
    address: str  # below the desk's own, with the filters: waiting?org=aoun


AskedStatus = Literal["asked", "answered", "declined", "withdrawn"]
"""asked: waits for the person; answered; declined: the person would rather not; withdrawn: by staff."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedQuestion:
    """A question of a form that staff asked in a chat, outside its form."""

    id: int
    organisation: str
    conversation: str
    case: str | None  # id of the chat's newest case when it was asked
    flow: str
    version: str  # hash of the flow
    step: str
    staff: str  # who asked
    asked_at: datetime
    status: AskedStatus
    value: Any = None  # as the step's `take` gave it (encrypted at rest)
    settled_at: datetime | None = None


SurveyAbout = Literal["case", "chat"]
SurveyStatus = Literal["planned", "asked", "begun", "answered", "declined", "dropped"]
"""begun: some of it is answered; dropped: nobody was asked, or the person had the chat erased before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """What one person says of one service that they had. Who served them is kept nowhere here."""

    id: int
    organisation: str
    conversation: str
    case: str | None
    about: SurveyAbout
    channel: str
    topic: str | None  # kind of the case, or topic of the chat
    status: SurveyStatus
    not_before: datetime
    planned_at: datetime
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    stars: int | None = None  # 1-5
    reasons: tuple[str, ...] = ()
    words: str = ""  # masked, encrypted at rest


@dataclass(frozen=True, kw_only=True, slots=True)
class SurveyFacts:
    """What speaks against asking a person, on whatever channel it happened."""

    danger: bool  # they spoke of danger to life
    asked: bool  # they were asked, or rated the service unasked, not long ago
    refused_at: datetime | None  # when they were last told of a refusal; None = never
    refusal_waits: bool  # a refusal is still on its way to them


ImprovementSource = Literal["survey", "suggestion", "question", "typed"]
ImprovementState = Literal["open", "planned", "done", "published", "dropped"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Improvement:
    """Something to be improved: who sees to it, what was done, and what people may read about it."""

    id: int
    organisation: str
    source: ImprovementSource
    origin: str  # reference of a case, id of a topic, reason of a survey; empty for what was typed
    finding: str
    department: str
    owner: str  # a role or a name, as typed
    due: str | None  # ISO date
    done: str  # what was done, for staff
    state: ImprovementState
    said: Mapping[str, str]  # language → “you said”
    did: Mapping[str, str]  # language → “we did”
    created_by: str  # staff id
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None = None
