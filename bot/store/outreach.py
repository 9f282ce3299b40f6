"""Campaigns, and who hears of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    and_,
    bindparam,
    distinct,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.ports.outreach import (
    HELD_BACK,
    OPTED_OUT,
    Campaign,
    CampaignState,
    Recipient,
    RecipientStatus,
    Rules,
    Schedule,
)
from bot.ports.records import STAFF_HOLD
from bot.store.audience import WHO, audience, page_of_audience
from bot.store.repository import Found, Repository
from bot.store.statements import (
    ORG,
    binds,
    here,
    insertion,
    insertion_of_new,
    insertion_or_renewal,
    within,
)
from bot.store.tables import (
    IS_ON_ITS_WAY,
    IS_WAITING,
    campaigns,
    conversations,
    lines,
    outbox,
    outreach_testers,
    recipients,
    staff_links,
)

RESULT = timedelta(days=7)  # within which what a person does counts as a campaign's result
_SOME = 500  # messages on their way looked at in one round

_c, _t, _r = conversations.c, campaigns.c, recipients.c
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_since = bindparam("since", type_=_r.queued_at.type)
_now = bindparam("now", type_=_r.not_before.type)
_most: BindParameter[int] = bindparam("most")

_add = insertion(campaigns)
_lock = select(campaigns).where(here(campaigns)).with_for_update()
_KEPT = ("id", "organisation_id", "created_at")
_change = update(campaigns).where(here(campaigns)).values(binds(*(c.name for c in _t if c.name not in _KEPT)))
_due = (
    select(campaigns)
    .where(_t.state == literal_column("'approved'"), _t.next_at <= bindparam("now", type_=_t.next_at.type))
    .order_by(_t.next_at, _t.id)
)
_sending = select(campaigns).where(_t.state == literal_column("'sending'")).order_by(_t.begun_at, _t.id)
_take_in = insertion_of_new(
    recipients, "id", "line_id", "queued_at", "sent_at", "until", unique=("campaign_id", "occasion", "who")
)
_of_occasion = and_(
    _r.organisation_id == ORG,
    _r.campaign_id == bindparam("of_campaign"),
    _r.occasion == bindparam("of_occasion"),
)
_waiting = (
    select(recipients)
    .where(_of_occasion, IS_WAITING, _r.not_before <= _now)
    .order_by(_r.not_before, _r.id)
    .limit(_most)
)
_one = update(recipients).where(here(recipients))
_get = select(recipients).where(here(recipients))
_heard = (
    select(_r.id)
    .where(
        _of_occasion,
        _r.conversation_id.in_(_ids),
        _r.id != bindparam("but"),
        _r.status.in_(("queued", "sent", "blocked")),
    )
    .limit(1)
)
_queued_since = select(func.count()).where(
    _r.organisation_id == ORG, _r.campaign_id == bindparam("of_campaign"), _r.queued_at >= _since
)
_on_their_way = (
    select(func.count())
    .select_from(recipients.join(outbox, outbox.c.line_id == _r.line_id))
    .where(IS_ON_ITS_WAY, outbox.c.channel == bindparam("on"), outbox.c.status == literal_column("'queued'"))
)
_set_queued = _one.where(IS_WAITING).values(
    status="queued",
    conversation_id=bindparam("in_chat"),
    **binds("line_id", "queued_at"),
)
_postpone = _one.where(IS_WAITING).values(binds("not_before"))
_settle_one = _one.where(IS_WAITING).values(binds("status", "why"))
_end = update(recipients).where(_of_occasion, IS_WAITING).values(binds("status"))
_unfinished = select(_r.id).where(_of_occasion, or_(IS_WAITING, IS_ON_ITS_WAY)).limit(1)
_gone = (
    select(
        _r.id, _r.organisation_id, _r.line_id, outbox.c.status, outbox.c.error, outbox.c.finished_at
    )
    .join(outbox, outbox.c.line_id == _r.line_id)
    .where(IS_ON_ITS_WAY, outbox.c.status != literal_column("'queued'"))
    .limit(_SOME)
)  # fmt: skip
_as_line = _one.where(IS_ON_ITS_WAY, _r.line_id == bindparam("sent_as"))
_went = _as_line.values(binds("status", "why", "sent_at", "until"))
_waits_again = _as_line.values(status="waiting", line_id=None, queued_at=None, **binds("not_before"))
_last_sent = (
    select(lines.c.id, lines.c.at, lines.c.delivery, outbox.c.error)
    .join(outbox, outbox.c.line_id == lines.c.id)
    .where(within(lines), lines.c.delivery.in_(("sent", "failed", "withheld")))
    .order_by(lines.c.id.desc())
    .limit(1)
)
_wrote_after = (
    select(lines.c.id)
    .where(within(lines), lines.c.id > bindparam("after_line"), lines.c.direction == "in")
    .limit(1)
)
_state_of_line = (
    select(_t.state).join(recipients, _r.campaign_id == _t.id).where(_r.organisation_id == ORG)
).where(_r.line_id == bindparam("line"))
_tester = select(outreach_testers.c.conversation_id).where(
    outreach_testers.c.organisation_id == ORG, outreach_testers.c.staff_id == bindparam("who")
)
_own_chat = (  # the same user of Telegram who is tied to the account, if they have written to the association
    select(_c.id.label("conversation_id"))
    .join(staff_links, staff_links.c.user_id == _c.user_id)
    .where(
        _c.organisation_id == ORG,
        _c.channel == literal_column("'telegram'"),
        staff_links.c.staff_id == bindparam("who"),
    )
)
_name_tester = insertion_or_renewal(
    outreach_testers, unique=("organisation_id", "staff_id"), renew=("conversation_id", "named_at")
)


class CampaignRows(Repository):
    """`bot.ports.store.Campaigns`."""

    def add(self, campaign: Campaign) -> None:
        """Keep a new one."""
        self._change(_add, **_values(campaign))

    def lock(self, organisation: str, campaign: str) -> Campaign | None:
        """Read one and keep others from writing it until the end."""
        row = self._first(_lock, org=organisation, row=campaign)
        return None if row is None else to_campaign(row)

    def change(self, campaign: Campaign) -> None:
        """Write one as it is now."""
        values = {name: value for name, value in _values(campaign).items() if name not in _KEPT}
        self._change(_change, org=campaign.organisation, row=campaign.id, **values)

    def due(self, *, now: datetime) -> Sequence[Campaign]:
        """List those that are approved and whose time has come."""
        return [to_campaign(row) for row in self._all(_due, now=now)]

    def sending(self) -> Sequence[Campaign]:
        """List those that are sending."""
        return [to_campaign(row) for row in self._all(_sending)]

    def draw(self, campaign: Campaign, *, timezone: str, now: datetime, limit: int) -> tuple[str, bool]:
        """Take the next chats of the audience in; return the last one, and whether that was all of them."""
        asked = page_of_audience(campaign.rules, campaign.organisation, timezone)
        rows = self._all(asked, org=campaign.organisation, after=campaign.cursor, most=limit)
        for row in rows:
            self._change(
                _take_in, organisation_id=campaign.organisation, campaign_id=campaign.id,
                occasion=campaign.occasion, who=row.who, conversation_id=row.id, status="waiting",
                not_before=now, why="",
            )  # fmt: skip
        return (rows[-1].id if rows else campaign.cursor), len(rows) < limit

    def waiting(self, campaign: Campaign, *, now: datetime, limit: int) -> Sequence[Recipient]:
        """List who waits and whose time has come, oldest first."""
        rows = self._all(_waiting, **_occasion(campaign), now=now, most=limit)
        return [_to_recipient(row) for row in rows]

    def recipient(self, organisation: str, recipient: int) -> Recipient | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=recipient)
        return None if row is None else _to_recipient(row)

    def heard(self, recipient: Recipient, conversations: Sequence[str]) -> bool:
        """Tell whether another message of this occasion went, or is going, to one of these chats."""
        place = {
            "org": recipient.organisation,
            "of_campaign": recipient.campaign,
            "of_occasion": recipient.occasion,
        }
        return self._first(_heard, **place, ids=list(conversations), but=recipient.id) is not None

    def queued_since(self, organisation: str, campaign: str, *, since: datetime) -> int:
        """Count the messages of a campaign that were put on their way since then."""
        return self._number(_queued_since, org=organisation, of_campaign=campaign, since=since)

    def people(self, campaign: Campaign, *, timezone: str) -> int:
        """Count the people whom the rules reach now."""
        counted = func.count(distinct(WHO))
        asked = audience(campaign.rules, campaign.organisation, timezone, counted)
        return self._number(asked, org=campaign.organisation)

    def on_their_way(self, channel: str) -> int:
        """Count the messages of all campaigns that wait in the outbox of a channel."""
        return self._number(_on_their_way, on=channel)

    def queued(self, recipient: Recipient, *, conversation: str, line: int, at: datetime) -> None:
        """Note that it is on its way as this transcript line of this chat."""
        place = {"org": recipient.organisation, "row": recipient.id}
        self._change(_set_queued, **place, in_chat=conversation, line_id=line, queued_at=at)

    def postpone(self, recipient: Recipient, *, until: datetime) -> None:
        """Look again at `until`."""
        self._change(_postpone, org=recipient.organisation, row=recipient.id, not_before=until)

    def settle_one(self, recipient: Recipient, status: RecipientStatus, *, why: str = "") -> None:
        """Write how it ended for one."""
        self._change(_settle_one, org=recipient.organisation, row=recipient.id, status=status, why=why)

    def end(self, campaign: Campaign, status: RecipientStatus) -> int:
        """Write how it ended for all who still wait."""
        return self._change(_end, **_occasion(campaign), status=status)

    def unfinished(self, campaign: Campaign) -> bool:
        """Tell whether anybody of the occasion waits, or a message is on its way."""
        return self._first(_unfinished, **_occasion(campaign)) is not None

    def settle(self, *, now: datetime) -> int:
        """Note how messages on their way went."""
        return sum(self._settle(row, now) for row in self._all(_gone))

    def _settle(self, row: Found, now: datetime) -> int:
        """Write how one went, unless another process has done so."""
        place = {"org": row.organisation_id, "row": row.id, "sent_as": row.line_id}
        status = _status_of(row.status, row.error)
        if status == "waiting":
            return self._change(_waits_again, **place, not_before=now)
        at = (row.finished_at or now) if status == "sent" else None
        until = at + RESULT if at else None
        return self._change(_went, **place, status=status, why=row.error or "", sent_at=at, until=until)

    def blocked(self, organisation: str, conversation: str) -> bool:
        """Tell whether the person has closed a chat to us, and not written since."""
        last = self._first(_last_sent, org=organisation, conv=conversation)
        if last is None or last.delivery != "withheld" or last.error != "blocked":
            return False
        return self._first(_wrote_after, org=organisation, conv=conversation, after_line=last.id) is None

    def state_of_line(self, organisation: str, line: int) -> CampaignState | None:
        """Return the state of the campaign that a transcript line is of."""
        row = self._first(_state_of_line, org=organisation, line=line)
        return None if row is None else row.state

    def tester(self, organisation: str, staff: str) -> str | None:
        """Return the chat in which a member of staff looks at messages first."""
        named = self._first(_tester, org=organisation, who=staff)
        found = named or self._first(_own_chat, org=organisation, who=staff)
        return None if found is None else found.conversation_id

    def name_tester(self, organisation: str, staff: str, conversation: str, *, at: datetime) -> None:
        """Let this be that chat."""
        place = {"organisation_id": organisation, "staff_id": staff}
        self._change(_name_tester, **place, conversation_id=conversation, named_at=at)


def _status_of(status: str, error: str | None) -> RecipientStatus:
    """Return how a message stands that is no longer on its way."""
    if status == "sent":
        return "sent"
    if error in (STAFF_HOLD, HELD_BACK):
        return "waiting"
    if error == "blocked":
        return "blocked"
    return "left" if error in (OPTED_OUT, None) else "failed"  # without a reason: the chat was erased


def _occasion(campaign: Campaign) -> dict[str, object]:
    return {
        "org": campaign.organisation,
        "of_campaign": campaign.id,
        "of_occasion": campaign.occasion,
    }


def _values(campaign: Campaign) -> dict[str, Any]:
    values = asdict(campaign)
    return {**values, "organisation_id": values.pop("organisation"), "authors": list(campaign.authors)}


def to_campaign(row: Found) -> Campaign:
    """Turn a row into its record."""
    return Campaign(
        id=row.id,
        organisation=row.organisation_id,
        title=row.title,
        state=row.state,
        rules=Rules(**row.rules),
        texts=row.texts,
        schedule=Schedule(**row.schedule),
        cap=row.cap,
        authors=tuple(row.authors),
        created_at=row.created_at,
        updated_at=row.updated_at,
        tested_at=row.tested_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        next_at=row.next_at,
        occasion=row.occasion,
        begun_at=row.begun_at,
        cursor=row.cursor,
        drawn=row.drawn,
    )


def _to_recipient(row: Found) -> Recipient:
    return Recipient(
        id=row.id,
        organisation=row.organisation_id,
        campaign=row.campaign_id,
        occasion=row.occasion,
        conversation=row.conversation_id,
        status=row.status,
        not_before=row.not_before,
        why=row.why,
        line=row.line_id,
        sent_at=row.sent_at,
    )
