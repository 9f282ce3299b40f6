"""How long a person may wait for staff before somebody is told again, and before it is shown red.

Where an organisation's hours are known, only working time counts; what is urgent never waits for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.engine.hours import Hours
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


def waited(conversation: Conversation, now: datetime, hours: Hours | None = None) -> timedelta:
    """Return how long the person has waited for staff: working time only, if that is known and not urgent."""
    return _time(conversation, conversation.waiting_since or now, now, hours)


def overdue(conversation: Conversation, now: datetime, hours: Hours | None = None) -> Level:
    """Return how a chat on the waiting list stands; one that nobody waits in, or put off, is calm."""
    if conversation.owner != "waiting" or conversation.waiting_since is None or conversation.snooze:
        return "calm"
    patience, time = PATIENCE[conversation.priority], waited(conversation, now, hours)
    if time >= patience.red:
        return "red"
    return "late" if time >= patience.late else "calm"


def may_alert(conversation: Conversation, now: datetime, hours: Hours | None = None) -> bool:
    """Whether staff may be called about a chat now: outside working hours only if it is urgent."""
    return conversation.priority == "urgent" or hours is None or hours.is_open(now)


def alert_due(conversation: Conversation, now: datetime, hours: Hours | None = None) -> bool:
    """Whether staff should be told (again) that this person waits."""
    if not may_alert(conversation, now, hours) or overdue(conversation, now, hours) == "calm":
        return False
    last = conversation.alerted_at or conversation.waiting_since
    return last is None or _time(conversation, last, now, hours) >= PATIENCE[conversation.priority].late


def _time(conversation: Conversation, since: datetime, now: datetime, hours: Hours | None) -> timedelta:
    if hours is None or conversation.priority == "urgent":
        return now - since
    return hours.working(since, now)
