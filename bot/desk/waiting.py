"""How long a person may wait for staff before somebody is told again, and before it is shown red."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.messages import Priority
from bot.ports.records import Conversation

Level = Literal["calm", "late", "red"]
"""calm: in time; late: staff are told again; red: the supervisor is told (urgent ones) and it stands out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """What is waited for at one priority."""

    late: timedelta  # unclaimed for so long: staff are told again, and again after each such while
    red: timedelta


PATIENCE: Mapping[Priority, Patience] = {
    "urgent": Patience(late=timedelta(minutes=2), red=timedelta(minutes=2)),
    "high": Patience(late=timedelta(minutes=10), red=timedelta(minutes=30)),
    "normal": Patience(late=timedelta(minutes=30), red=timedelta(hours=4)),
    "low": Patience(late=timedelta(hours=4), red=timedelta(hours=24)),
}


def overdue(conversation: Conversation, now: datetime) -> Level:
    """Return how a chat on the waiting list stands; one that nobody waits in is calm."""
    since = conversation.waiting_since
    if conversation.owner != "waiting" or since is None:
        return "calm"
    patience = PATIENCE[conversation.priority]
    if now - since >= patience.red:
        return "red"
    return "late" if now - since >= patience.late else "calm"


def alert_due(conversation: Conversation, now: datetime) -> bool:
    """Whether staff should be told (again) that this person waits."""
    if overdue(conversation, now) == "calm":
        return False
    last = conversation.alerted_at or conversation.waiting_since
    return last is None or now - last >= PATIENCE[conversation.priority].late
