"""Why the bot handed a chat over, in words that staff can act on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.console.entries import Entry, entry
from bot.console.visits import Visit
from bot.ports.records import Conversation, Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """Why a chat came to staff."""

    sentence: str
    last: Entry | None  # newest message that the bot tried to understand, with its trace


def why(chat: Conversation, newest: Sequence[Line], visit: Visit, names: Mapping[str, str]) -> Why | None:
    """Return the reason of a hand-over; None if there was none. `newest` are lines, newest first."""
    if not chat.reason:
        return None
    read = next(
        (line for line in newest if line.direction == "in" and "decision" in (line.trace or {})), None
    )
    return Why(
        sentence=visit.worded(f"why.{chat.reason}", visit.worded(f"reason.{chat.reason}", chat.reason)),
        last=entry(read, visit, names) if read else None,
    )
