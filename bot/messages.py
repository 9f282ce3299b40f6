"""Shared frozen values: what travels between channels, worker, engine and staff surfaces.

Nothing here imports a library or another room. Times are aware datetimes in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "en")

Decision = Literal["answer", "offer", "unknown", "none", "handoff", "urgent"]
DangerKind = Literal[
    "self_harm", "overdose", "poisoning", "blackmail", "violence", "fire", "accident", "medical", "missing"
]
MediaKind = Literal["photo", "document", "voice", "video"]
Owner = Literal["bot", "waiting", "staff"]
Priority = Literal["urgent", "high", "normal", "low"]
OFFLINE = ("phone", "interview", "letters", "social-media", "branch-offices")
"""Channels on which staff stand between: they type what the person says and read out what Wasl says.

Nothing is sent there; named as in the list of channels of an organisation's policy.
"""
BARE = ("sms",)
"""Channels of bare text, without a button to a person: a refusal is never told there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where a person is reached: one user of one channel of one organisation."""

    organisation: str  # organisation id, e.g. "aoun"
    channel: str  # channel name, e.g. "web", "terminal", "telegram"
    user: str  # the channel's own id of that user, opaque to everybody else


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A stored file: its bytes lie in the file store under `key` before any row names it."""

    key: str  # content address in the file store (hex SHA-256 of the plain bytes)
    name: str  # file name as the person's device gave it
    media_type: str  # type read from the content, e.g. "image/jpeg"
    size: int  # bytes
    kind: MediaKind
    seconds: int | None = None  # length of a voice note or video, if the channel says


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """A point that the person shared, in degrees (WGS 84)."""

    latitude: float
    longitude: float
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbound:
    """One message of a person, as a channel read it."""

    id: str  # our own id of this message (the inbox row), named by each reply
    address: Address
    external_id: str  # the platform's id: unique per organisation and channel
    received_at: datetime
    text: str = ""
    choice: str | None = None  # id of a pressed button (see `Button.id`)
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    phone: str | None = None  # a shared contact's number
    sticker: bool = False  # a sticker, an emoji alone or a reaction
    unsupported: str | None = None  # a kind of message that the channel cannot read, e.g. "poll"
    also: tuple[str, ...] = ()  # external ids of the platform's other messages that it stands for: an album
    handle: str = ""  # the platform's name of the message where it can be taken out of the chat
    by_link: str | None = None  # question that it answers, if it came through that question's one-time link
    typed_by: str | None = None  # member of staff who typed it in the person's place


EventKind = Literal[
    "case-opened",
    "case-found",
    "case-missing",
    "cases-listed",
    "data-shown",
    "data-exported",
    "data-corrected",
    "data-erased",
    "reach-kept",
    "reach-refused",
    "timer",
    "claimed",
    "passed",
    "returned",
    "closed",
    "step-asked",
    "step-withdrawn",
    "case-notice",
    "case-news",
    "case-items",
    "case-refused",
    "case-shown",
    "rest-asked",
    "interview-times",
    "grants-revoked",
    "too-many-tries",
    "survey-due",
    "improved",
    "code-made",
    "code-taken",
    "code-refused",
    "code-given",
    "outreach",
    "news-offer",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """The world's answer to an effect, or something that happened without the person."""

    kind: EventKind
    at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)  # e.g. {"reference": "..."}


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an answer comes from. `document` is None for the product's own promises."""

    organisation: str
    document: str | None
    section: str | None
    clause: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """A choice under a message. `id` comes back as `Inbound.choice`; at most 64 bytes of UTF-8.

    Ids: `menu`, `person`, `lang:ar`, `topic:<id>`, `flow:<id>`, `do:<command>`, `do:resume:<flow id>`,
    `case:<reference>`, `do:read:<reference>`, `do:rest:<reference>`,
    `do:complete:<reference>`, `do:times:<reference>`, `do:revoke:<reference>`,
    `do:book:<reference>:<time>`, `do:skip:<question>`, `do:back:<question>`, `link:<question>`,
    `document:<id>`, `unask:<question>`, `pick:<step id>:<value>`, `edit:<step id>`, `tel:<number>`.
    """

    id: str
    label: str  # icon and word
    url: str | None = None  # a link or `tel:` number opened by the device instead of a reply


AskKind = Literal[
    "text", "choice", "multiple", "yes_no", "number", "date", "phone", "national_id",
    "iban", "email", "attachment", "location", "review", "pledge", "stars", "name",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """Which kind of answer a message waits for, so that a channel can show a fitting field."""

    kind: AskKind
    step: str  # step id, for `pick:<step>:<value>`
    selected: tuple[str, ...] = ()  # values chosen so far (multiple choice)
    minimum: str | None = None  # least value (number, ISO date) if bounded
    maximum: str | None = None
    accept: tuple[str, ...] = ()  # media types of a file
    max_bytes: int | None = None


DeviceAction = Literal["leave", "forget"]
ByLink = Literal["off", "offered", "required"]
"""Whether identifying questions are answered on a page of their own behind a one-time link."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Secure:
    """A message asks for what is better not said in a chat: a one-time link to a page goes under it."""

    question: str  # run and step that the link is bound to
    label: str  # of its button
    required: bool  # the chat takes no answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """A message is the correction of an earlier one: a platform that can writes that one anew instead."""

    line: int  # transcript line of the earlier one
    text: str  # what it should say now; the message's own text says besides that it is a correction


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One outgoing message to a person: plain text, never markup."""

    text: str
    language: Language
    buttons: tuple[Button, ...] = ()
    source: Source | None = None
    citation: str = ""  # the source in words, for showing under the text
    ask: Ask | None = None
    attachments: tuple[Attachment, ...] = ()
    device: DeviceAction | None = None  # what the person's device should do now
    secure: Secure | None = None  # a one-time link is needed under it
    document: str | None = None  # of the organisation's shelf: its link stands under the answer
    edit: Edit | None = None
    takes_back: str = ""  # `Inbound.handle` of the person's message that is to go out of the chat
    urgent: bool = False
    unprompted: bool = False  # not an answer to an inbound: reminders, notices
    outreach: bool = False  # to many who agreed: who stopped it meanwhile does not get it
    for_staff: bool = False  # about a question that staff asked: goes out although they hold the chat
    introduces: bool = False  # says who speaks, before an answer: a surface that has said it may leave it out


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One topic that a question may mean."""

    topic: str
    score: float  # calibrated probability 0-1


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """How a text was understood. Decisions are the matcher's; words are the engine's."""

    decision: Decision
    topic: str | None  # chosen topic, for answer, unknown and handoff
    offers: tuple[str, ...]  # at most three topic ids, best first
    confidence: float  # probability 0-1 that the decision's topic is right
    language: Language  # Arabizi counts as "ar"
    danger: DangerKind | None
    candidates: tuple[Candidate, ...] = ()  # the best few, for the trace
    normalised: str = ""  # how the text was read
    rewritten: str = ""  # after lexicon, Arabizi and spelling
    corrections: tuple[tuple[str, str], ...] = ()  # (word as typed, word as read)
    because: str = ""  # one line: why the decision fell so
    parts: tuple["Reading", ...] = ()  # several questions in one message, each settled
    left: tuple[str, ...] = ()  # topics that the message asked for too, beyond those of `parts`
