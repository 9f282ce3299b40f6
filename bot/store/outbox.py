"""Messages on their way: in order within one chat, by priority between chats."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, case, exists, func, literal_column, or_, select, update

from bot.messages import Address, Message
from bot.ports.records import Delivered
from bot.store.codec import dump_message, load_message
from bot.store.repository import Found, Repository
from bot.store.statements import binds, here, insertion
from bot.store.tables import IS_QUEUED, outbox

OUTREACH = 9  # priority from which on a message holds up no other one of its chat
_elder = outbox.alias("elder")
_queue = insertion(outbox, "id", "external_id", "error", "finished_at", "taken_by", "taken_until").returning(
    outbox.c.id
)
_first_of_chat = ~exists().where(
    _elder.c.status == literal_column("'queued'"),
    _elder.c.channel == outbox.c.channel,
    _elder.c.conversation_id == outbox.c.conversation_id,
    _elder.c.user_id == outbox.c.user_id,
    _elder.c.id < outbox.c.id,
    or_(_elder.c.priority < OUTREACH, outbox.c.priority >= OUTREACH),  # a campaign holds up no reply
)
_goes_next = (outbox.c.channel == bindparam("on")) & (IS_QUEUED) & _first_of_chat
_now = bindparam("now", type_=outbox.c.not_before.type)
_is_free = or_(outbox.c.taken_until.is_(None), outbox.c.taken_until <= _now)
_due = (
    select(outbox)
    .where(_goes_next, outbox.c.not_before <= _now, _is_free)
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
)
_stranded = (
    select(outbox)
    .where(
        IS_QUEUED,
        outbox.c.channel.not_in(bindparam("served", expanding=True)),
        outbox.c.not_before <= bindparam("before", type_=outbox.c.not_before.type),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_from = case(  # a message that is being sent may go again only when its lease is over
    (outbox.c.taken_until > outbox.c.not_before, outbox.c.taken_until), else_=outbox.c.not_before
)
_next_due = select(func.min(_from, type_=outbox.c.not_before.type)).where(_goes_next)
_of_line = select(outbox.c.external_id).where(
    outbox.c.organisation_id == bindparam("org"),
    outbox.c.line_id == bindparam("line"),
    outbox.c.status == literal_column("'sent'"),
)
_queued = update(outbox).where(here(outbox), IS_QUEUED)
_one_more = outbox.c.attempts + 1
_NOBODYS: Final = {"taken_by": None, "taken_until": None}
_take = _queued.where(outbox.c.not_before <= _now, _is_free).values(binds("taken_by", "taken_until"))
_holds = select(outbox.c.id).where(
    outbox.c.organisation_id == bindparam("org"), outbox.c.id == bindparam("row"), IS_QUEUED,
    outbox.c.taken_by == bindparam("by"),
)  # fmt: skip
_free_all = update(outbox).where(outbox.c.channel == bindparam("on"), IS_QUEUED).values(_NOBODYS)
_sent = _queued.values(
    status="sent", payload=None, error=None, attempts=_one_more, **binds("external_id", "finished_at")
)
_retry = _queued.values(_NOBODYS | {"attempts": _one_more} | binds("not_before", "error"))
_dead = _queued.values(status="dead", attempts=_one_more, **binds("error", "finished_at"))
_withhold = _queued.values(status="withheld", payload=None, **binds("error", "finished_at"))


def to_delivered(row: Found) -> Delivered:
    """Turn an outbox row that still has its payload into its record."""
    return Delivered(
        id=row.id,
        conversation=row.conversation_id,
        address=Address(organisation=row.organisation_id, channel=row.channel, user=row.user_id),
        message=load_message(row.payload),
        line=row.line_id,
        staff=row.staff_id,
        priority=row.priority,
        attempts=row.attempts,
        not_before=row.not_before,
        status=row.status,
        external_id=row.external_id,
        error=row.error,
    )


class OutboxRows(Repository):
    """`bot.ports.store.Outbox`."""

    def queue(
        self,
        conversation: str,
        *,
        address: Address,
        message: Message,
        line: int,
        staff: str | None,
        priority: int,
        not_before: datetime,
    ) -> int:
        """Queue one message and return its id."""
        return self._number(
            _queue,
            organisation_id=address.organisation,
            conversation_id=conversation,
            channel=address.channel,
            user_id=address.user,
            payload=dump_message(message),
            line_id=line,
            staff_id=staff,
            priority=priority,
            attempts=0,
            not_before=not_before,
            status="queued",
        )

    def due(self, channel: str, *, now: datetime, limit: int) -> Sequence[Delivered]:
        """List messages to send now, by priority then age; only the first one of each chat."""
        return [to_delivered(row) for row in self._all(_due, on=channel, now=now, most=limit)]

    def take(self, organisation: str, outbox: int, *, by: str, now: datetime, until: datetime) -> bool:
        """Let a process alone send a message until then. False if another has it, or it is not queued."""
        return bool(
            self._change(_take, org=organisation, row=outbox, now=now, taken_by=by, taken_until=until)
        )

    def holds(self, organisation: str, outbox: int, *, by: str) -> bool:
        """Tell whether it is still this process that has a message to send."""
        return self._first(_holds, org=organisation, row=outbox, by=by) is not None

    def left_behind(self, channel: str) -> None:
        """Free what the process before this one had taken, where there can be but one process (SQLite)."""
        if self._session.dialect == "sqlite":
            self._change(_free_all, on=channel)

    def stranded(self, served: Collection[str], *, before: datetime, limit: int) -> Sequence[Delivered]:
        """List messages for channels that are not among these, due before a time, oldest first."""
        rows = self._all(_stranded, served=sorted(served), before=before, most=limit)
        return [to_delivered(row) for row in rows]

    def next_due(self, channel: str) -> datetime | None:
        """Tell when the next queued message may go."""
        row = self._first(_next_due, on=channel)
        return None if row is None else row[0]

    def external_of(self, organisation: str, line: int) -> str:
        """Return the platform's ids of what a transcript line was sent as; empty if it was not."""
        row = self._first(_of_line, org=organisation, line=line)
        return "" if row is None else row.external_id or ""

    def sent(self, organisation: str, outbox: int, *, external_id: str | None, at: datetime) -> None:
        """Record that a message went out."""
        self._change(_sent, org=organisation, row=outbox, external_id=external_id, finished_at=at)

    def retry(self, organisation: str, outbox: int, *, not_before: datetime, error: str) -> None:
        """Count an attempt and wait."""
        self._change(_retry, org=organisation, row=outbox, not_before=not_before, error=error)

    def dead(self, organisation: str, outbox: int, *, error: str, at: datetime) -> None:
        """Give up: staff see it as a dead letter."""
        self._change(_dead, org=organisation, row=outbox, error=error, finished_at=at)

    def withhold(self, organisation: str, outbox: int, *, reason: str, at: datetime) -> None:
        """Do not send: a person holds the chat, or the receiver opted out."""
        self._change(_withhold, org=organisation, row=outbox, error=reason, finished_at=at)
