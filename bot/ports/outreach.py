"""What an association tells many people who agreed to it, unasked: campaigns as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.messages import OFFLINE, Language
from bot.ports.records import Conversation

UNREACHED = (*OFFLINE, "terminal")  # channels on which nothing comes to a person by itself
CampaignState = Literal[
    "draft", "tested", "waiting", "approved", "sending", "paused", "done", "stopped"
]  # fmt: skip
"""waiting: for a second person; approved: its time has not come; done and stopped are final."""
RecipientStatus = Literal[
    "waiting", "queued", "sent", "failed", "blocked", "left", "spared", "again", "late", "stopped"
]  # fmt: skip
"""left: stopped such messages meanwhile; spared: danger, or they may not be disturbed; again: heard it in
another chat; late: the occasion was over; stopped: the campaign was."""
WishMethod = Literal["button", "words", "form", "elsewhere", "system"]
"""elsewhere: said in another chat of the same person; system: Wasl's own, for their safety."""
ScheduleKind = Literal["now", "once", "yearly"]
OPTED_OUT = "stopped such messages"  # why a message in the outbox was withheld …
HELD_BACK = "the campaign is not sending"  # … of a campaign that was paused or stopped


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """Whether a chat may be written to unasked, as the person said last; unless they did, it may not."""

    organisation: str
    conversation: str
    agreed: bool
    method: WishMethod
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Who hears of a campaign, among those who agreed; an empty rule leaves nobody out."""

    kind: str = ""  # had a request of this kind …
    stage: str = ""  # … or one that stands in this stage
    topic: str = ""  # asked about it
    branch: str = ""  # id of a branch
    language: str = ""
    channel: str = ""
    heard_after: str = ""  # wrote last on this local day or later, ISO
    heard_before: str = ""  # wrote last before this local day, ISO


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """When a campaign begins, on the organisation's clock."""

    kind: ScheduleKind = "now"
    day: str = ""  # once: Gregorian, ISO
    month: int = 0  # yearly: of the Umm al-Qura calendar, 1-12 …
    month_day: int = 0  # … and its day, 1-30; in a month of 29 days the 30th is the 29th
    clock: str = "10:00"


@dataclass(frozen=True, kw_only=True, slots=True)
class Campaign:
    """One message to many."""

    id: str
    organisation: str
    title: str  # for staff
    state: CampaignState
    rules: Rules
    texts: Mapping[Language, str]  # with fields in braces
    schedule: Schedule
    cap: int  # people a local day at most
    authors: tuple[str, ...]  # staff ids of all who wrote it: none of them approves it
    created_at: datetime
    updated_at: datetime
    tested_at: datetime | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    next_at: datetime | None = None  # when it begins, once approved
    occasion: str = ""  # the one it is at, or was at last: the local day on which it began
    begun_at: datetime | None = None
    cursor: str = ""  # the last chat that was looked at for this occasion
    drawn: bool = False  # everybody has been looked at


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """One person of one occasion of a campaign."""

    id: int
    organisation: str
    campaign: str
    occasion: str
    conversation: str
    status: RecipientStatus
    not_before: datetime
    why: str = ""
    line: int | None = None  # transcript line, once queued
    sent_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How many people of an occasion stand so; `later`: of those waiting, the ones put off."""

    occasion: str
    status: RecipientStatus
    later: bool
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of an occasion within a week of each message."""

    occasion: str
    answered: int  # people who wrote
    left: int  # people who stopped such messages


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """Whom the rules reach now."""

    people: int
    sample: Conversation | None = None  # one of them, to show the message as it will be


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What is known of a person when their message would go."""

    chats: tuple[Conversation, ...]  # all of theirs, that of their last message first
    wishes: Mapping[str, Wish] = field(default_factory=dict)  # of chats in which they said anything
    blocked: frozenset[str] = frozenset()  # chats that they have closed to us
    heard: bool = False  # they hear of this occasion already, in any chat
