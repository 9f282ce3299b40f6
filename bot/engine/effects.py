"""What the engine asks the world to do. The world's answer comes back later as an `Event`.

The worker carries all effects of a turn out in the one transaction that keeps the state; effects that
have an answer (`OpenCase`, `FindCase`, `ListCases`, `PersonalData`, `Reach`) are answered inside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.messages import Attachment, DangerKind, Message, Priority, Reading

HandoffReason = Literal[
    "asked", "missed-twice", "unclear", "danger", "voice", "flow", "failure", "gap", "feedback", "again"
]
TimerName = Literal["flow-reminder", "flow-expiry"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Say:
    """Send a message to the person."""

    message: Message


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOff:
    """Put the conversation on the staff's waiting list."""

    reason: HandoffReason
    priority: Priority
    danger: DangerKind | None = None
    topic: str | None = None  # what it was about, if known
    attachments: tuple[Attachment, ...] = ()
    note: str = ""  # one line for staff, never shown to the person


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawHandOff:
    """The person no longer wants to wait for staff."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pledge:
    """The exact text a person agreed to, and how."""

    text: str
    method: Literal["typed-name", "voice", "read-out"]
    at: datetime
    name: str = ""  # as typed
    voice: Attachment | None = None
    witness: str = ""  # name, once staff have read the text out before one (bot/cases/pledging.py)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCase:
    """Open a case from a finished flow. Answered by `case-opened` with `reference`."""

    kind: str  # case kind, e.g. "support-request"
    flow: str
    version: str
    answers: Mapping[str, Any]  # step id → value as the step's `take` gave it (JSON)
    attachments: tuple[Attachment, ...] = ()
    pledge: Pledge | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FindCase:
    """Look a case up by its reference and the last digits of phone or ID.

    Answered by `case-found` (stage, kind, opened, updated), `case-missing` or `too-many-tries`.
    """

    reference: str
    factor: str  # last four digits


@dataclass(frozen=True, kw_only=True, slots=True)
class ListCases:
    """The cases opened from this very conversation. Answered by `cases-listed` (JSON in `cases`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadNews:
    """What cases of this conversation have to tell. Answered by `case-news` or `case-refused`."""

    reference: str = ""  # of one; empty = all that have news


@dataclass(frozen=True, kw_only=True, slots=True)
class AskItems:
    """Which items of a case are to be given again. Answered by `case-items` or `case-refused`."""

    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CompleteCase:
    """Keep items that were given again. Answered by `case-news` or `case-refused`."""

    reference: str
    answers: Mapping[str, Any]  # item → value; None = left out


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawCase:
    """The person takes a case back. Answered by `case-news` or `case-refused`."""

    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AskTimes:
    """Which times a case may take. Answered by `interview-times` or `case-refused`."""

    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadCase:
    """All of a case of this chat: what was written, the decision, files. Answered by `case-shown`."""

    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AskRest:
    """A code to the chat of a case that was looked up by number. Answered by `rest-asked` with `why`."""

    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BookTime:
    """Take a time. Answered by `case-news`, by `interview-times` if it is gone, or by `case-refused`."""

    reference: str
    time: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmTime:
    """The person will come at the time that was set. Answered by `case-news` or `case-refused`."""

    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeGrants:
    """Nobody acts for the person any more. Answered by `grants-revoked` with `count`."""

    reference: str = ""  # in one case; empty = in all of this chat


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonalData:
    """See, export, correct or erase what is kept of this person. Answered by `data-…`."""

    action: Literal["show", "export", "correct", "erase"]
    text: str = ""  # the correction in the person's words


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """How the person hears from us. Answered by `reach-kept` (with `code`, `hears`) or `reach-refused`."""

    action: Literal["keep", "link", "tie", "untie", "hear"]
    way: str = ""  # keep: `bot.ports.records.Way`; hear: "yes" or "no" to messages that they did not ask for
    method: str = ""  # hear: `bot.ports.outreach.WishMethod`
    hours: str = ""  # keep: `bot.ports.records.SafeHours`
    code: str = ""  # tie: as typed in this chat, made by `link` in the other


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepOffer:
    """Keep that the person was offered to hear from the association unasked: never again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """Keep a rating. Answered by `news-offer` if the person is content and was never asked."""

    stars: int  # 1-5
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepSurvey:
    """Keep what was answered so far of a survey that the person was invited to. Answered like `Rate`."""

    stars: int | None  # 1-5; None: left out
    reasons: tuple[str, ...] = ()  # values of options
    words: str = ""
    last: bool = False  # nothing more is asked


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineSurvey:
    """The person does not want to say how it was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadImproved:
    """What was improved because of what people said. Answered by `improved` if there is anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SetTimer:
    """Wake the conversation at a time; a timer of the same name is replaced."""

    name: TimerName
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ClearTimers:
    """Remove all timers of the conversation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepConsent:
    """Keep that the person agreed or declined, and to which text."""

    version: str
    agreed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepReading:
    """Keep how a question was understood: the trace for staff, the gap report for managers."""

    text: str
    reading: Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepFlow:
    """Keep the version of a flow that somebody has begun, so that they can finish on it."""

    flow: str
    version: str
    body: str  # the flow as JSON


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepAsked:
    """Keep how it stands with a question that staff asked; "partly": a file was added, more may come."""

    step: str
    status: Literal["partly", "answered", "declined"]
    value: Any = None  # as the step's `take` gave it (JSON)
    shown: str = ""  # the answer in words, secrets masked


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeBack:
    """Do not keep what the person's message said and brought: it belonged on a page of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MakeCode:
    """A one-time code with which the person goes on elsewhere. Answered by `code-made`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeCode:
    """What was begun elsewhere, by its code. Answered by `code-taken` or `code-refused`."""

    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Something worth counting that has no other effect, e.g. a flow cancelled at a step."""

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)


Effect = (
    Say | HandOff | WithdrawHandOff | OpenCase | FindCase | ListCases | ReadNews | ReadCase | AskRest
    | AskItems | CompleteCase | WithdrawCase | AskTimes | BookTime | ConfirmTime | RevokeGrants
    | PersonalData | Reach
    | Rate | KeepOffer
    | KeepSurvey | DeclineSurvey | ReadImproved
    | SetTimer | ClearTimers | KeepConsent | KeepReading | KeepFlow | KeepAsked | TakeBack | MakeCode
    | TakeCode | Mark
)  # fmt: skip
