"""Questions: what people asked that got no answer, and what staff ask of people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.messages import Language


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
