"""Topics of the staff group in Telegram, and what was shown in them."""

from dataclasses import dataclass
from datetime import datetime

from bot.ports.records.messages import Delivery


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """A message on a messaging platform that shows staff lines of the transcript."""

    organisation: str
    conversation: str
    message: int  # the platform's id
    first: int  # line
    last: int  # line
    part: int = 0  # of several messages that show the same lines
    file: bool = False  # it shows a line's file
