"""Figures of a span of time, counted by the database: the rows of a report."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports.records import Overdue


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
class Standing:
    """How many cases share these values, and how many of them have since before certain times."""

    by: tuple[str | None, ...]
    rows: int
    before: tuple[int, ...]  # in the order of the times that were asked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Took:
    """How long each of those took that share these values, in whole seconds; in no order."""

    by: tuple[str | None, ...]
    seconds: tuple[int, ...]


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
        """Organisation, decision, topic → questions."""
        ...

    async def handoffs(self, span: Span) -> Sequence[Count]:
        """Organisation, reason → hand-overs to staff that began."""
        ...

    async def first_response(self, span: Span) -> Sequence[Took]:
        """Organisation → from the hand-over to the first claim, of those that began and were claimed."""
        ...

    async def cases(self, span: Span) -> Sequence[Count]:
        """Organisation, kind → cases opened."""
        ...

    async def resolution(self, span: Span) -> Sequence[Took]:
        """Organisation, kind, stage → from opening to their stage, of cases that came to it in the span."""
        ...

    async def standing(
        self, organisations: Sequence[str], *, before: Sequence[datetime] = ()
    ) -> Sequence[Standing]:
        """Organisation, kind, stage → cases as they stand now, and those there since before these times."""
        ...

    async def late(self, overdue: Mapping[str, Sequence[Overdue]]) -> Sequence[Count]:
        """Organisation, kind, stage → cases that are late, of what `overdue` says of each organisation.

        Its stretches do not overlap.
        """
        ...

    async def decisions(self, span: Span, *, steps: Mapping[str, Collection[str]]) -> Sequence[Count]:
        """Organisation, kind, step → how often it was made, of the steps named for each kind."""
        ...

    async def asked(self, span: Span) -> Sequence[Count]:
        """Organisation → people asked how it was."""
        ...

    async def satisfaction(self, span: Span, *, begins: Sequence[datetime]) -> Sequence[tuple[int, Stars]]:
        """Number of the part of the span, and its answered surveys by organisation, channel and topic.

        `begins` are the parts', in order; the first is the span's own.
        """
        ...

    async def reasons(self, span: Span) -> Sequence[Count]:
        """Organisation, reason → surveys that name it."""
        ...

    async def words(self, span: Span, *, limit: int = 100) -> Sequence[tuple[str, int | None, str]]:
        """Organisation, stars and words of the newest surveys with words, in no order that tells when."""
        ...

    async def ratings(self, span: Span) -> Sequence[Stars]:
        """Stars that people gave unasked, by organisation."""
        ...
