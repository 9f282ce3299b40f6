"""What the engine remembers of one conversation between two messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.messages import ByLink, DangerKind, Language, Owner

Pending = Literal[
    "consent",  # agree to the privacy notice?
    "language",
    "continue",  # continue the flow or start over?
    "cancel",  # really cancel the flow?
    "person",  # would you like a person?
    "withdraw",  # really stop waiting for a person?
    "forget",  # really forget this device?
    "safe",  # is it safe to write?
    "start",  # shall we begin the flow that the answer spoke of?
    "answer",  # was that text your answer to the step?
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A flow in progress."""

    flow: str
    version: str  # hash of the flow as it was begun
    step: str  # id of the step that waits for an answer
    answers: Mapping[str, Any] = field(default_factory=dict)  # step id → JSON value
    trail: tuple[str, ...] = ()  # steps answered so far, in order, for "back"
    editing: bool = False  # answering one step again from the review: return there afterwards
    begun_at: datetime
    touched_at: datetime  # the person's last word in this flow
    owed: bool = False  # an answer is owed to the person: no reminder, no expiry
    reminded: bool = False
    misses: int = 0  # refused answers in a row at this step
    completes: str = ""  # reference of the case whose `items` are given again; empty = a new one
    items: tuple[str, ...] = ()  # steps that take part then


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """One conversation. The worker fills `owner`, `holder_role` and `by_link` before each turn."""

    language: Language = "ar"
    language_fixed: bool = False  # chosen by the person: no more guessing
    greeted: bool = False
    consent: str | None = None  # version of the notice agreed to
    misses: int = 0  # questions not understood in a row
    last_topic: str | None = None
    offered: tuple[str, ...] = ()  # button ids offered last, in order: "2" or "the second" picks one
    rejected: tuple[str, ...] = ()  # offers that the person said no to
    run: Run | None = None
    saved: tuple[Run, ...] = ()  # put aside: by the person, or paused by a claim
    asked: Run | None = None  # the one question of a form that staff have asked
    pending: Pending | None = None
    wanted: str | None = None  # flow to begin once the person has agreed to the notice
    doubt: str = ""  # a text that was read as a question, but may have been the answer to the step
    danger: DangerKind | None = None  # danger seen in this conversation
    silent: bool = False  # no unprompted message: somebody else may read the screen
    hears: bool = False  # the person agreed to messages that they did not ask for
    owner: Owner = "bot"
    numbers_shown: bool = False  # emergency numbers were shown while staff hold the chat
    holder_role: str | None = None  # role of the member of staff who holds the chat
    by_link: ByLink = "off"  # how this channel and organisation ask identifying questions
    last_at: datetime | None = None  # the person's last message
    closed_at: datetime | None = None  # staff closed the chat, and it has not been with them since
