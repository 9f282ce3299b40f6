"""What pages and commands ask about campaigns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, distinct, exists, false, func, select, true

from bot.ports.outreach import Audience, Campaign, Outcome, Rules, Standing
from bot.store.audience import WHO, audience
from bot.store.conversations import SELECT_CONVERSATION, to_conversation
from bot.store.outreach import to_campaign
from bot.store.reading import Reading
from bot.store.statements import ORG, here
from bot.store.tables import (
    IS_NEWEST,
    IS_WAITING,
    campaigns,
    conversations,
    lines,
    outreach_wishes,
    recipients,
)

_r = recipients.c
_campaign: BindParameter[str] = bindparam("of_campaign")
_orgs: BindParameter[Any] = bindparam("orgs", expanding=True)
_list = (
    select(campaigns)
    .where(campaigns.c.organisation_id.in_(_orgs))
    .order_by(campaigns.c.created_at.desc(), campaigns.c.id)
    .limit(bindparam("most"))
)
_get = select(campaigns).where(here(campaigns))
_theirs = and_(_r.organisation_id == ORG, _r.campaign_id == _campaign)
_put_off = case(
    (and_(IS_WAITING, _r.not_before > bindparam("now", type_=_r.not_before.type)), true()), else_=false()
)
_standing = (
    select(_r.occasion, _r.status, _put_off.label("later"), func.count().label("rows"))
    .where(_theirs)
    .group_by(_r.occasion, _r.status, _put_off)
    .order_by(_r.occasion, _r.status)
)
_answered = exists().where(
    lines.c.organisation_id == _r.organisation_id,
    lines.c.conversation_id == _r.conversation_id,
    lines.c.id > _r.line_id,
    lines.c.direction == "in",
    lines.c.at <= _r.until,
)
_w = outreach_wishes.c
_left = exists().where(
    _w.organisation_id == _r.organisation_id,
    _w.conversation_id == _r.conversation_id,
    _w.agreed.is_(False),
    _w.at >= _r.sent_at,
    _w.at <= _r.until,
)
_outcomes = (
    select(
        _r.occasion,
        func.sum(case((_answered, 1), else_=0)).label("answered"),
        func.sum(case((_left, 1), else_=0)).label("left_it"),
    )
    .where(_theirs, _r.status == "sent")
    .group_by(_r.occasion)
    .order_by(_r.occasion)
)
_agreeing = select(func.count().label("rows")).where(_w.organisation_id == ORG, IS_NEWEST, _w.agreed)


class CampaignReads(Reading):
    """`bot.ports.store.OutreachReads`."""

    async def campaigns(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Campaign]:
        """List campaigns, newest first."""
        return [to_campaign(row) for row in await self._all(_list, orgs=list(organisations), most=limit)]

    async def campaign(self, organisation: str, campaign: str) -> Campaign | None:
        """Read one."""
        row = await self._first(_get, org=organisation, row=campaign)
        return None if row is None else to_campaign(row)

    async def audience(self, organisation: str, rules: Rules, *, timezone: str) -> Audience:
        """Count the people whom rules reach now, and name one of their chats: of a known person first."""
        counted = audience(rules, organisation, timezone, func.count(distinct(WHO)).label("rows"))
        row = await self._first(counted, org=organisation)
        first = audience(rules, organisation, timezone, conversations.c.id)
        first = first.order_by(conversations.c.person_id.is_(None), conversations.c.id).limit(1)
        chosen = SELECT_CONVERSATION.where(conversations.c.id.in_(first))
        sample = await self._first(chosen, org=organisation)
        return Audience(people=row.rows if row else 0, sample=to_conversation(sample) if sample else None)

    async def campaign_standing(
        self, organisation: str, campaign: str, *, now: datetime
    ) -> Sequence[Standing]:
        """Count the people of each occasion by how they stand."""
        rows = await self._all(_standing, org=organisation, of_campaign=campaign, now=now)
        return [
            Standing(occasion=row.occasion, status=row.status, later=bool(row.later), rows=row.rows)
            for row in rows
        ]

    async def campaign_outcomes(self, organisation: str, campaign: str) -> Sequence[Outcome]:
        """Count what came of each occasion."""
        rows = await self._all(_outcomes, org=organisation, of_campaign=campaign)
        return [Outcome(occasion=row.occasion, answered=row.answered, left=row.left_it) for row in rows]

    async def wishes_count(self, organisation: str) -> int:
        """Count the chats that may be written to unasked."""
        row = await self._first(_agreeing, org=organisation)
        return row.rows if row else 0
