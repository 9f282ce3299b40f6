"""Figures of a span of time, counted by the database: the rows of a report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Rows of some organisations with a time in [begin, end), UTC."""

    organisations: tuple[str, ...]
    begin: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many rows share these values, e.g. organisation and channel."""

    by: tuple[str | None, ...]
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """How long something took, in whole seconds; percentiles by nearest rank."""

    organisation: str
    kind: str  # of the case; empty for hand-offs
    rows: int
    within: int  # of them took no longer than the target
    median: int
    p90: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Stars:
    """Answered surveys that share these values."""

    by: tuple[str | None, ...]
    answered: int
    rated: int  # gave stars
    good: int  # gave four or five


class Figures(Protocol):
    """Counting in the database. Each is one query over tables of the organisations."""

    async def contacts(self, span: Span) -> Sequence[Count]:
        """Organisation, channel → conversations in which the person wrote, or staff logged a contact."""
        ...

    async def questions(self, span: Span) -> Sequence[Count]:
        """Organisation, decision → questions."""
        ...

    async def topics(self, span: Span, decisions: Collection[str]) -> Sequence[Count]:
        """Topic → questions decided so, of all organisations; most asked first."""
        ...

    async def handoffs(self, span: Span) -> Sequence[Count]:
        """Organisation, reason → hand-overs to staff that began."""
        ...

    async def first_response(self, span: Span, *, target: int) -> Sequence[Times]:
        """From the hand-over to the first claim, of those that began and were claimed; `target` seconds."""
        ...

    async def cases(self, span: Span) -> Sequence[Count]:
        """Organisation, kind → cases opened."""
        ...

    async def resolution(
        self, span: Span, *, kind: str, ended: Collection[str], target: int
    ) -> Sequence[Times]:
        """From opening to a stage in `ended`, of cases that came to it in the span; `target` seconds."""
        ...

    async def standing(
        self, organisations: Sequence[str], *, before: datetime | None = None
    ) -> Sequence[Count]:
        """Organisation, kind, stage → cases as they stand now; `before`: in their stage since before it."""
        ...

    async def decisions(self, span: Span, *, kind: str, steps: Collection[str]) -> Sequence[Count]:
        """Organisation, step → how often it was made in cases of this kind."""
        ...

    async def asked(self, span: Span) -> Sequence[Count]:
        """Organisation → people asked how it was."""
        ...

    async def satisfaction(self, span: Span, *by: str) -> Sequence[Stars]:
        """Surveys answered in the span by `organisation`, `channel`, `about`, `topic`."""
        ...

    async def reasons(self, span: Span) -> Sequence[Count]:
        """Organisation, reason → surveys that name it."""
        ...

    async def words(self, span: Span, *, limit: int = 100) -> Sequence[tuple[str, int | None, str]]:
        """Organisation, stars and words of surveys with words, in no order that tells when."""
        ...

    async def ratings(self, span: Span) -> Sequence[Stars]:
        """Stars that people gave unasked, by organisation."""
        ...
