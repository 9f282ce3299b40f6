"""Notices of what changed in a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

NoticeStatus = Literal["waiting", "queued", "told", "kept", "call"]
"""waiting: to be said; queued: on its way; told: it went out; kept: seen when the person looks; call: nobody
could be reached, so staff call."""

Way = Literal["here", "call", "look"]
"""here: in this chat, then in others of theirs; call: staff call; look: seen when the person looks."""


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
    unseen_until: datetime | None = None  # no page has shown it yet: when that is looked at
