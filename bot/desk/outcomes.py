"""How an act of staff ended."""

from dataclasses import dataclass

from bot.messages import Owner
from bot.people.merging import AlreadyOne, OtherIds, TooLate
from bot.ports.records import Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAllowed:
    """The role does not permit it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """There is no such conversation, or no such colleague, in this organisation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldBy:
    """A colleague holds the chat."""

    staff: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NotHeld:
    """Nobody of staff holds the chat, so there is nothing to give back or pass on."""

    owner: Owner


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """The chat is theirs."""

    conversation: Conversation
    already: bool  # it was before


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """It was done."""

    conversation: Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """The note or reply is kept as this transcript line."""

    line: int
    repeated: bool = False  # it was kept before under the same idempotency key


@dataclass(frozen=True, kw_only=True, slots=True)
class Empty:
    """There is nothing to send."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TooLong:
    """The text is longer than people read in a chat."""

    most: int  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Unseen:
    """The person or a colleague wrote after the line that the writer of this reply had before them."""

    line: int  # the newest such line
    text: str
    name: str | None = None  # of the colleague, "" if unknown; None = the person wrote


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The person was asked a question of a form."""

    conversation: Conversation
    already: bool  # that question waits for its answer already


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAsked:
    """No question waits for its answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Offline:
    """Nothing can be sent to this person: they came by phone, letter or in person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BadTime:
    """The time is over, too far away, or was not understood."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pressing:
    """An urgent chat that nobody has taken is not put off."""


Outcome = (
    Claimed | Done | Noted | Asked | HeldBy | NotAllowed | NotHeld | NotAsked | Unknown | Empty | TooLong
    | Unseen | Offline | BadTime | Pressing | AlreadyOne | OtherIds | TooLate
)  # fmt: skip
