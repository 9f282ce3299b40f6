"""Figures of a span of time, counted by the database."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
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
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from bot.messages import OFFLINE
from bot.ports.store.figures import Count, Span, Stars, Times
from bot.store.reading import Reading
from bot.store.repository import Found
from bot.store.tables import case_steps, cases, conversations, handoffs, lines, questions, ratings, surveys

GOOD = 4  # stars from which on somebody is satisfied
_orgs: BindParameter[Any] = bindparam("orgs", expanding=True)
_target: BindParameter[int] = bindparam("target")


class Seconds(GenericFunction[int]):
    """Whole seconds from one time to another."""

    type = Integer()
    inherit_cache = True


@compiles(Seconds, "sqlite")
def _sqlite(element: Seconds, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    whole = [f"substr({compiler.process(each, **kw)}, 1, 19)" for each in element.clauses]  # it rounds up
    begin, end = (f"CAST(strftime('%s', {each}) AS INTEGER)" for each in whole)
    return f"({end} - {begin})"


@compiles(Seconds, "postgresql")
def _postgresql(element: Seconds, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    begin, end = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(floor(extract(epoch FROM {end})) - floor(extract(epoch FROM {begin})) AS INTEGER)"


def _within(table: Table, at: ColumnElement[Any]) -> ColumnElement[bool]:
    begin, end = bindparam("begin", type_=at.type), bindparam("end", type_=at.type)
    return and_(table.c.organisation_id.in_(_orgs), at >= begin, at < end)


def _counted(*columns: ColumnElement[Any], where: ColumnElement[bool], of: Any = None) -> Select[Any]:  # noqa: ANN401
    rows = func.count() if of is None else func.count(of.distinct())
    return select(*columns, rows.label("n")).where(where).group_by(*columns).order_by(*columns)


def _timed(
    organisation: ColumnElement[str], seconds: ColumnElement[int], where: ColumnElement[bool]
) -> Select[Any]:
    """Count, and find the median and the 90th percentile by nearest rank."""
    took = select(organisation.label("org"), seconds.label("s")).where(where).subquery()
    place = func.row_number().over(partition_by=took.c.org, order_by=took.c.s)
    n = func.count().over(partition_by=took.c.org)
    ranked = select(took.c.org, took.c.s, place.label("place"), n.label("n")).subquery()

    def rank(percent: int) -> ColumnElement[Any]:
        return func.max(case((ranked.c.place == (ranked.c.n * percent + 99) // 100, ranked.c.s)))

    good = func.sum(case((ranked.c.s <= _target, 1), else_=0))
    return (
        select(
            ranked.c.org,
            func.count().label("n"),
            good.label("good"),
            rank(50).label("p50"),
            rank(90).label("p90"),
        )
        .group_by(ranked.c.org)
        .order_by(ranked.c.org)
    )


_c, _h, _q, _s = cases.c, handoffs.c, questions.c, surveys.c
_wrote = or_(
    lines.c.direction == "in", and_(lines.c.direction == "note", conversations.c.channel.in_(OFFLINE))
)
_contacts = _counted(
    lines.c.organisation_id,
    conversations.c.channel,
    where=_within(lines, lines.c.at) & _wrote,
    of=lines.c.conversation_id,
).join_from(lines, conversations, conversations.c.id == lines.c.conversation_id)  # fmt: skip
_questions = _counted(_q.organisation_id, _q.decision, where=_within(questions, _q.at))
_some: BindParameter[Any] = bindparam("some", expanding=True)
_topics = (
    select(_q.topic, func.count().label("n"))
    .where(_within(questions, _q.at), _q.decision.in_(_some), _q.topic.is_not(None))
    .group_by(_q.topic)
    .order_by(func.count().desc(), _q.topic)
)
_handoffs = _counted(_h.organisation_id, _h.reason, where=_within(handoffs, _h.begun_at))
_claimed = _within(handoffs, _h.begun_at) & _h.claimed_at.is_not(None) & (_h.reason != "taken")
_first_response = _timed(_h.organisation_id, Seconds(_h.begun_at, _h.claimed_at), _claimed)
_opened = _counted(_c.organisation_id, _c.kind, where=_within(cases, _c.opened_at))
_of_kind = _c.kind == bindparam("kind")
_ended = _within(cases, _c.stage_since) & _of_kind & _c.stage.in_(_some)
_resolution = _timed(_c.organisation_id, Seconds(_c.opened_at, _c.stage_since), _ended)
_standing = _counted(_c.organisation_id, _c.kind, _c.stage, where=_c.organisation_id.in_(_orgs))
_since = func.coalesce(_c.stage_since, _c.opened_at)
_standing_long = _standing.where(_since < bindparam("before", type_=_c.opened_at.type))
_decisions = _counted(
    case_steps.c.organisation_id, case_steps.c.action,
    where=_within(case_steps, case_steps.c.at) & case_steps.c.action.in_(_some) & _of_kind,
).join_from(case_steps, cases, cases.c.id == case_steps.c.case_id)  # fmt: skip
_asked = _counted(_s.organisation_id, where=_within(surveys, _s.asked_at))
_answered = _within(surveys, _s.answered_at)
_BY = {"organisation": _s.organisation_id, "channel": _s.channel, "about": _s.about, "topic": _s.topic}
_reasons = _counted(_s.organisation_id, _s.reasons, where=_answered)
_words = (
    select(_s.organisation_id, _s.stars, _s.words)
    .where(_answered, _s.status == "answered")
    .order_by(_s.organisation_id, _s.stars, _s.id)
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


def _place(span: Span) -> dict[str, object]:
    return {"orgs": list(span.organisations), "begin": span.begin, "end": span.end}


class CoreFigures(Reading):
    """`bot.ports.store.Figures` on a pool of connections."""

    async def contacts(self, span: Span) -> Sequence[Count]:
        """Count conversations in which the person wrote, or staff logged a contact, by channel."""
        return await self._counts(_contacts, **_place(span))

    async def questions(self, span: Span) -> Sequence[Count]:
        """Count questions by decision."""
        return await self._counts(_questions, **_place(span))

    async def topics(self, span: Span, decisions: Collection[str]) -> Sequence[Count]:
        """Count questions decided so, by topic; most asked first."""
        return await self._counts(_topics, **_place(span), some=list(decisions))

    async def handoffs(self, span: Span) -> Sequence[Count]:
        """Count hand-overs by reason."""
        return await self._counts(_handoffs, **_place(span))

    async def first_response(self, span: Span, *, target: int) -> Sequence[Times]:
        """Time from the hand-over to the first claim."""
        return await self._times(_first_response, **_place(span), target=target)

    async def cases(self, span: Span) -> Sequence[Count]:
        """Count cases opened, by kind."""
        return await self._counts(_opened, **_place(span))

    async def resolution(
        self, span: Span, *, kind: str, ended: Collection[str], target: int
    ) -> Sequence[Times]:
        """Time from opening to the end of cases that ended in the span."""
        return await self._times(_resolution, **_place(span), kind=kind, some=list(ended), target=target)

    async def standing(
        self, organisations: Sequence[str], *, before: datetime | None = None
    ) -> Sequence[Count]:
        """Count cases by stage as they stand now."""
        place: dict[str, object] = {"orgs": list(organisations)}
        if before is None:
            return await self._counts(_standing, **place)
        return await self._counts(_standing_long, **place, before=before)

    async def decisions(self, span: Span, *, kind: str, steps: Collection[str]) -> Sequence[Count]:
        """Count how often steps were made."""
        return await self._counts(_decisions, **_place(span), kind=kind, some=list(steps))

    async def asked(self, span: Span) -> Sequence[Count]:
        """Count people asked how it was."""
        return await self._counts(_asked, **_place(span))

    async def satisfaction(self, span: Span, *by: str) -> Sequence[Stars]:
        """Count stars of answered surveys. KeyError for a column that is not counted by."""
        columns = [_BY[each] for each in by]
        good = func.sum(case((_s.stars >= GOOD, 1), else_=0))
        query = (
            select(
                *columns, func.count().label("n"), func.count(_s.stars).label("rated"),
                func.coalesce(good, 0).label("good"),
            )
            .where(_answered)
            .group_by(*columns)
            .order_by(*columns)
        )  # fmt: skip
        return await self._stars(query, **_place(span))

    async def reasons(self, span: Span) -> Sequence[Count]:
        """Count surveys by the reasons that they name; one may name several."""
        named: Counter[tuple[str | None, ...]] = Counter()
        for row in await self._all(_reasons, **_place(span)):
            for reason in row.reasons:
                named[row.organisation_id, reason] += row.n
        return [Count(by=by, rows=rows) for by, rows in sorted(named.items(), key=lambda one: str(one[0]))]

    async def words(self, span: Span, *, limit: int = 100) -> Sequence[tuple[str, int | None, str]]:
        """List words of surveys by stars and then by letters: no order that tells when."""
        rows = await self._all(_words, **_place(span))
        said = [(row.organisation_id, row.stars, row.words) for row in rows if row.words]
        return sorted(said, key=lambda one: (one[0], one[1] or 0, one[2]))[:limit]

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

    async def _times(self, query: Select[Any], **values: object) -> Sequence[Times]:
        kind = str(values.get("kind", ""))
        return [
            Times(organisation=row.org, kind=kind, rows=row.n, within=row.good, median=row.p50, p90=row.p90)
            for row in await self._all(query, **values)
        ]


def _first(row: Found, end: int) -> tuple[str | None, ...]:
    """Return the values that a row is counted by."""
    values: tuple[str | None, ...] = tuple(cast("Iterable[str | None]", row))
    return values[:end]
