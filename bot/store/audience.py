"""Whom the rules of a campaign reach: of people who agreed, on channels that bring."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    select,
    union_all,
)

from bot.ports.outreach import (
    UNREACHED,
    Rules,
)
from bot.ports.places import place
from bot.store.statements import (
    ORG,
)
from bot.store.tables import (
    IS_NEWEST,
    cases,
    contact_ways,
    conversations,
    outreach_wishes,
    questions,
)

_w, _c = outreach_wishes.c, conversations.c
_most: BindParameter[int] = bindparam("most")

_other = conversations.alias("other")
_their_way = contact_ways.alias("their_way")
_person_of_tie = (
    select(func.min(_other.c.person_id))
    .select_from(_other.join(_their_way, _their_way.c.conversation_id == _other.c.id))
    .where(
        _their_way.c.organisation_id == _c.organisation_id,
        _their_way.c.tie == contact_ways.c.tie,
        contact_ways.c.tie.is_not(None),
    )
    .correlate(conversations, contact_ways)
    .scalar_subquery()
)
WHO: ColumnElement[str] = func.coalesce(_c.person_id, _person_of_tie, contact_ways.c.tie, _c.id)
_THEY_AGREED = conversations.join(
    outreach_wishes,
    and_(_w.organisation_id == _c.organisation_id, _w.conversation_id == _c.id, IS_NEWEST, _w.agreed),
).outerjoin(
    contact_ways,
    and_(contact_ways.c.organisation_id == _c.organisation_id, contact_ways.c.conversation_id == _c.id),
)


def audience(rules: Rules, organisation: str, timezone: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select columns of the chats that rules reach: of people who agreed, on channels that bring."""
    asked = select(*columns).select_from(_THEY_AGREED).where(_c.organisation_id == ORG)
    return asked.where(_c.channel.not_in(UNREACHED), *_conditions(rules, organisation, timezone))


def page_of_audience(rules: Rules, organisation: str, timezone: str) -> Select[Any]:
    """Select the next chats and whose they are.

    The index of wishes gives the order: by the chats' own ids all that is left would be sorted for each page.
    """
    asked = audience(rules, organisation, timezone, _c.id, WHO.label("who"))
    return asked.where(_w.conversation_id > bindparam("after")).order_by(_w.conversation_id).limit(_most)


def _conditions(rules: Rules, organisation: str, timezone: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if rules.kind or rules.stage:
        found.append(_had_a_case(rules))
    if rules.topic:
        asked = select(questions.c.conversation_id).where(
            questions.c.organisation_id == ORG, questions.c.topic == rules.topic
        )
        found.append(_c.id.in_(asked))
    if rules.branch:
        found.append(_c.place == place(organisation, rules.branch))
    if rules.language:
        found.append(_c.language == rules.language)
    if rules.channel:
        found.append(_c.channel == rules.channel)
    if rules.heard_after:
        found.append(_c.last_inbound_at >= _midnight(rules.heard_after, timezone))
    if rules.heard_before:
        found.append(_c.last_inbound_at < _midnight(rules.heard_before, timezone))
    return found


def _had_a_case(rules: Rules) -> ColumnElement[bool]:
    """Chats from which such a case came, or whose person has one: two indexes, where OR would read all."""
    wanted = [cases.c.organisation_id == ORG]
    wanted += [cases.c.kind == rules.kind] if rules.kind else []
    wanted += [cases.c.stage == rules.stage] if rules.stage else []
    of_person = select(_other.c.id).join(cases, cases.c.person_id == _other.c.person_id)
    return _c.id.in_(
        union_all(
            select(cases.c.conversation_id).where(*wanted, cases.c.conversation_id.is_not(None)),
            of_person.where(*wanted, _other.c.organisation_id == ORG),
        )
    )


def _midnight(day: str, timezone: str) -> datetime:
    local = datetime.combine(date.fromisoformat(day), time(), tzinfo=ZoneInfo(timezone))
    return local.astimezone(UTC)
