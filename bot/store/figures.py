"""Figures of a span of time, counted by the database."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from bot.messages import OFFLINE
from bot.ports.records import Overdue
from bot.ports.store.figures import Count, Span, Standing, Stars, Took
from bot.store.named import Group, as_groups, counted_by_name
from bot.store.reading import Reading
from bot.store.repository import Found
from bot.store.seconds import Seconds
from bot.store.statements import ORG
from bot.store.tables import (
    HAS_WORDS,
    case_steps,
    cases,
    conversations,
    handoffs,
    lines,
    questions,
    ratings,
    surveys,
)

GOOD = 4  # stars from which on somebody is satisfied
_orgs: BindParameter[Any] = bindparam("orgs", expanding=True)


class Gathered(GenericFunction[Any]):
    """All values of a group: an array, on SQLite as JSON."""

    type = Integer()
    inherit_cache = True


@compiles(Gathered, "sqlite")
def _json(element: Gathered, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


@compiles(Gathered, "postgresql")
def _array(element: Gathered, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"array_agg({compiler.process(element.clauses, **kw)})"


def _between(at: ColumnElement[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begin, end = bindparam("begin", type_=at.type), bindparam("end", type_=at.type)
    return at >= begin, at < end


def _within(table: Table, at: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(table.c.organisation_id.in_(_orgs), *_between(at))


def _counted(*columns: ColumnElement[Any], where: ColumnElement[bool]) -> Select[Any]:
    return select(*columns, func.count().label("n")).where(where).group_by(*columns).order_by(*columns)


def _took(
    *columns: ColumnElement[Any], seconds: ColumnElement[int], where: ColumnElement[bool]
) -> Select[Any]:
    return (
        select(*columns, Gathered(seconds).label("took")).where(where).group_by(*columns).order_by(*columns)
    )


def _wrote(direction: str) -> ColumnElement[bool]:
    """Whether a conversation has such a line in the span: one look into an index, however many lines it has.

    Not EXISTS, which PostgreSQL may answer by reading all lines.
    """
    first: Select[Any] = (
        select(literal_column("1"))
        .where(
            lines.c.organisation_id == conversations.c.organisation_id,
            lines.c.conversation_id == conversations.c.id,
            lines.c.direction == direction,
            *_between(lines.c.at),
        )
        .limit(1)
        .correlate(conversations)
    )
    return first.scalar_subquery().is_not(None)


_c, _h, _q, _s, _t = cases.c, handoffs.c, questions.c, surveys.c, conversations.c
_begin, _end = (bindparam(name, type_=_t.opened_at.type) for name in ("begin", "end"))
_contacts = _counted(  # lines are looked at only for chats with contacts before the span and after it
    _t.organisation_id, _t.channel,
    where=and_(
        _t.organisation_id.in_(_orgs), _t.last_contact_at >= _begin, _t.first_contact_at < _end,
        or_(
            _t.last_contact_at < _end, _t.first_contact_at >= _begin,
            _wrote("in"), _t.channel.in_(OFFLINE) & _wrote("note"),
        ),
    ),
)  # fmt: skip
_questions = _counted(_q.organisation_id, _q.decision, _q.topic, where=_within(questions, _q.at))
_handoffs = _counted(_h.organisation_id, _h.reason, where=_within(handoffs, _h.begun_at))
_claimed = _within(handoffs, _h.begun_at) & _h.claimed_at.is_not(None) & (_h.reason != "taken")
_first_response = _took(_h.organisation_id, seconds=Seconds(_h.begun_at, _h.claimed_at), where=_claimed)
_opened = _counted(_c.organisation_id, _c.kind, where=_within(cases, _c.opened_at))
_resolution = _took(
    _c.organisation_id, _c.kind, _c.stage, seconds=_c.took, where=_within(cases, _c.stage_since)
)
_stands = (_c.organisation_id, _c.kind, _c.stage)
_STANDS = ("organisation", "kind", "stage")
_PLACES = len(_stands)
_since = func.coalesce(_c.stage_since, _c.opened_at)
_steps = case_steps.c
_EVER = datetime(1970, 1, 1, tzinfo=UTC)  # before all cases
_asked = _counted(_s.organisation_id, where=_within(surveys, _s.asked_at))
_answered = _within(surveys, _s.answered_at)
_BY = (_s.organisation_id, _s.channel, _s.topic)
_PART = "part"  # of a span
_reasons = _counted(_s.organisation_id, _s.reasons, where=_answered)
_words = (
    select(_s.organisation_id, _s.stars, _s.words, _s.answered_at)
    .where(_s.organisation_id == ORG, *_between(_s.answered_at), HAS_WORDS)
    .order_by(_s.answered_at.desc())
    .limit(bindparam("most"))
)
_rated = (
    select(
        ratings.c.organisation_id, func.count().label("n"), func.count(ratings.c.stars).label("rated"),
        func.sum(case((ratings.c.stars >= GOOD, 1), else_=0)).label("good"),
    )
    .where(_within(ratings, ratings.c.at))
    .group_by(ratings.c.organisation_id)
    .order_by(ratings.c.organisation_id)
)  # fmt: skip


def _answers(*columns: ColumnElement[Any]) -> Select[Any]:
    good = func.coalesce(func.sum(case((_s.stars >= GOOD, 1), else_=0)), 0)
    return select(
        *columns, func.count().label("n"), func.count(_s.stars).label("rated"), good.label("good")
    ).where(_answered)


def _decided(group: Group) -> ColumnElement[bool]:
    return and_(
        _steps.organisation_id == group["organisation"], _steps.kind == group["kind"],
        _steps.action == group["step"], *_between(_steps.at),
    )  # fmt: skip


def _stays(group: Group) -> ColumnElement[bool]:
    of_group = (one == group[name] for one, name in zip(_stands, _STANDS, strict=True))
    return and_(*of_group, _c.stage_since >= group["begin"], _c.stage_since < group["end"])


_STEP = {"organisation": _steps.organisation_id, "kind": _steps.kind, "step": _steps.action}
_STAY = {**dict(zip(_STANDS, _stands, strict=True)), "begin": _c.stage_since, "end": _c.stage_since}
_decisions = counted_by_name(_STEP, _decided, *_STEP)
_late = counted_by_name(_STAY, _stays, *_STANDS)


def _place(span: Span) -> dict[str, object]:
    return {"orgs": list(span.organisations), "begin": span.begin, "end": span.end}


class CoreFigures(Reading):
    """`bot.ports.store.Figures` on a pool of connections."""

    async def contacts(self, span: Span) -> Sequence[Count]:
        """Count conversations in which the person wrote, or staff logged a contact, by channel."""
        return await self._counts(_contacts, **_place(span))

    async def questions(self, span: Span) -> Sequence[Count]:
        """Count questions by decision and topic."""
        return await self._counts(_questions, **_place(span))

    async def handoffs(self, span: Span) -> Sequence[Count]:
        """Count hand-overs by reason."""
        return await self._counts(_handoffs, **_place(span))

    async def first_response(self, span: Span) -> Sequence[Took]:
        """Time from the hand-over to the first claim."""
        return await self._times(_first_response, **_place(span))

    async def cases(self, span: Span) -> Sequence[Count]:
        """Count cases opened, by kind."""
        return await self._counts(_opened, **_place(span))

    async def resolution(self, span: Span) -> Sequence[Took]:
        """Time from opening to the present stage, of cases that came to it in the span."""
        return await self._times(_resolution, **_place(span))

    async def standing(
        self, organisations: Sequence[str], *, before: Sequence[datetime] = ()
    ) -> Sequence[Standing]:
        """Count cases by stage as they stand now; one reading for all times."""
        times = {f"before_{number}": at for number, at in enumerate(before)}
        sums = [
            func.sum(case((_since < bindparam(name, type_=_c.opened_at.type), 1), else_=0)) for name in times
        ]
        query = select(*_stands, func.count(), *sums).where(_c.organisation_id.in_(_orgs))
        rows = await self._all(query.group_by(*_stands).order_by(*_stands), orgs=list(organisations), **times)
        return [
            Standing(by=tuple(row[:_PLACES]), rows=row[_PLACES], before=tuple(row[_PLACES + 1 :]))
            for row in rows
        ]

    async def late(self, overdue: Mapping[str, Sequence[Overdue]]) -> Sequence[Count]:
        """Count cases that are late now, by kind and stage."""
        stays = [
            (organisation, each.kind, each.stage, begin or _EVER, end)
            for organisation, found in overdue.items()
            for each in found
            for begin, end in each.since
        ]
        counts = Counter[tuple[str | None, ...]]()
        for each in await self._counts(_late, groups=as_groups(stays)):
            counts[each.by] += each.rows
        return [Count(by=by, rows=rows) for by, rows in sorted(counts.items()) if rows]

    async def decisions(self, span: Span, *, steps: Mapping[str, Collection[str]]) -> Sequence[Count]:
        """Count how often steps were made, by kind of case."""
        groups = [
            (organisation, kind, step)
            for organisation in span.organisations
            for kind, of_kind in sorted(steps.items())
            for step in sorted(of_kind)
        ]
        found = await self._counts(_decisions, groups=as_groups(groups), begin=span.begin, end=span.end)
        return [each for each in found if each.rows]

    async def asked(self, span: Span) -> Sequence[Count]:
        """Count people asked how it was."""
        return await self._counts(_asked, **_place(span))

    async def satisfaction(self, span: Span, *, begins: Sequence[datetime]) -> Sequence[tuple[int, Stars]]:
        """Count stars of answered surveys: one query for all that a report groups them by."""
        ends = {f"end_{number}": at for number, at in enumerate(begins[1:])}
        before = [
            (
                _s.answered_at < bindparam(name, type_=_s.answered_at.type),
                literal_column(str(number), Integer),
            )
            for number, name in enumerate(ends)
        ]
        last = literal_column(str(len(ends)), Integer)
        part = (case(*before, else_=last) if before else last).label(_PART)
        query = _answers(part, *_BY).group_by(text(_PART), *_BY).order_by(text(_PART), *_BY)
        found = await self._stars(query, **_place(span), **ends)
        return [(int(each.by[0] or 0), replace(each, by=each.by[1:])) for each in found]

    async def reasons(self, span: Span) -> Sequence[Count]:
        """Count surveys by the reasons that they name; one may name several."""
        named: Counter[tuple[str | None, ...]] = Counter()
        for row in await self._all(_reasons, **_place(span)):
            for reason in row.reasons:
                named[row.organisation_id, reason] += row.n
        return [Count(by=by, rows=rows) for by, rows in sorted(named.items(), key=lambda one: str(one[0]))]

    async def words(self, span: Span, *, limit: int = 100) -> Sequence[tuple[str, int | None, str]]:
        """List the newest words of surveys by stars and then by letters: no order that tells when."""
        rows = await self._merged(
            lambda _: _words, span.organisations, key=lambda row: row.answered_at, limit=limit, newest=True,
            begin=span.begin, end=span.end,
        )  # fmt: skip
        said = [(row.organisation_id, row.stars, row.words) for row in rows if row.words]
        return sorted(said, key=lambda one: (one[0], one[1] or 0, one[2]))

    async def ratings(self, span: Span) -> Sequence[Stars]:
        """Count stars that people gave unasked."""
        return await self._stars(_rated, **_place(span))

    async def _counts(self, query: Select[Any], **values: object) -> Sequence[Count]:
        return [Count(by=_first(row, -1), rows=row.n) for row in await self._all(query, **values)]

    async def _stars(self, query: Select[Any], **values: object) -> Sequence[Stars]:
        return [
            Stars(by=_first(row, -3), answered=row.n, rated=row.rated, good=row.good)
            for row in await self._all(query, **values)
        ]

    async def _times(self, query: Select[Any], **values: object) -> Sequence[Took]:
        return [
            Took(by=_first(row, -1), seconds=_seconds(row.took)) for row in await self._all(query, **values)
        ]


def _seconds(gathered: str | Sequence[int]) -> tuple[int, ...]:
    return tuple(json.loads(gathered) if isinstance(gathered, str) else gathered)


def _first(row: Found, end: int) -> tuple[str | None, ...]:
    """Return the values that a row is counted by."""
    values: tuple[str | None, ...] = tuple(cast("Iterable[str | None]", row))
    return values[:end]
