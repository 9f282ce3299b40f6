"""What authors published, and how people use what they wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.messages import Language
from bot.ports.records import Question


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a file of the content."""

    id: int
    organisation: str  # whose file it is; INSTALLATION = everybody's
    file: str  # as authors know it, e.g. knowledge/common/review-time.yaml
    text: str | None  # None = the file was removed
    digest: str  # SHA-256 of the text, hex; empty for a removed file
    actor: str  # staff id; FILES for what was changed by hand or in git
    why: str
    note: Mapping[Language, str] | None  # what the public may read about the change
    batch: str  # the same for what was published together
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question, and the channel on which it was asked."""

    question: Question
    channel: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pressed:
    """Somebody pressed the button of a topic."""

    conversation: str
    topic: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Rated:
    """Somebody gave stars."""

    conversation: str
    stars: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOver:
    """A person was brought in."""

    conversation: str
    reason: str
    at: datetime


class Authored(Protocol):
    """Published versions of the content's files."""

    def add(self, version: Version) -> int:
        """Keep a version and return its id; the id given is not looked at."""
        ...

    def get(self, organisation: str, version: int) -> Version | None:
        """Read one."""
        ...

    def of_file(self, organisation: str, file: str, *, limit: int = 100) -> Sequence[Version]:
        """All of a file, newest first."""
        ...

    def newest(self, organisation: str, *, limit: int = 100) -> Sequence[Version]:
        """All of an organisation's files, newest first."""
        ...

    def noted(self, organisation: str, *, limit: int = 100) -> Sequence[Version]:
        """Those with a note for the public, newest first."""
        ...


class Usage(Protocol):
    """How people use the content."""

    async def asked(self, organisation: str, *, since: datetime, limit: int = 2000) -> Sequence[Asked]:
        """Questions, newest first."""
        ...

    async def pressed(self, organisation: str, *, since: datetime) -> Sequence[Pressed]:
        """Presses on buttons of topics, oldest first."""
        ...

    async def rated(self, organisation: str, *, since: datetime) -> Sequence[Rated]:
        """Stars, oldest first."""
        ...

    async def handed_over(self, organisation: str, *, since: datetime) -> Sequence[HandedOver]:
        """Hand-offs to a person, oldest first."""
        ...
