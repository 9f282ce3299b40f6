"""Durable arrivals, one answered at a time per conversation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, literal_column, select, update

from bot.messages import Inbound
from bot.ports.records import Received
from bot.store.codec import dump_inbound, load_inbound
from bot.store.repository import Found, Repository
from bot.store.statements import binds, here, insertion_of_new
from bot.store.tables import IS_NEW, inbox

_elder = inbox.alias("elder")
_accept = insertion_of_new(
    inbox, "seq", "error", "finished_at", unique=("organisation_id", "channel", "external_id")
)
_elder_waits = exists().where(
    _elder.c.conversation_id == inbox.c.conversation_id,
    _elder.c.status == literal_column("'new'"),
    _elder.c.seq < inbox.c.seq,
)
_take = select(inbox).where(here(inbox), IS_NEW, ~_elder_waits).with_for_update(of=inbox, skip_locked=True)
_pending = (
    select(inbox.c.organisation_id, inbox.c.conversation_id, inbox.c.id)
    .where(IS_NEW)
    .order_by(inbox.c.seq)
    .limit(bindparam("most"))
)
_finish_new = update(inbox).where(here(inbox), IS_NEW)
_done = _finish_new.values(status="done", payload=None, **binds("finished_at"))
_failed = _finish_new.values(status="failed", attempts=inbox.c.attempts + 1, **binds("error", "finished_at"))


def to_received(row: Found) -> Received:
    """Turn an inbox row that still has its payload into its record."""
    return Received(
        id=row.id,
        conversation=row.conversation_id,
        inbound=load_inbound(row.payload),
        status=row.status,
        attempts=row.attempts,
        received_at=row.received_at,
    )


class InboxRows(Repository):
    """`bot.ports.store.Inbox`."""

    def accept(self, inbound: Inbound, *, conversation: str) -> bool:
        """Keep an arrival. False if the same one is there already."""
        kept = self._change(
            _accept,
            id=inbound.id,
            organisation_id=inbound.address.organisation,
            channel=inbound.address.channel,
            external_id=inbound.external_id,
            conversation_id=conversation,
            payload=dump_inbound(inbound),
            status="new",
            attempts=0,
            received_at=inbound.received_at,
        )
        return kept > 0

    def take(self, organisation: str, inbox: str) -> Received | None:
        """Return an arrival that is new and whose elders are answered, locked until the transaction ends."""
        row = self._first(_take, org=organisation, row=inbox)
        return None if row is None else to_received(row)

    def pending(self, *, limit: int) -> Sequence[tuple[str, str, str]]:
        """List the oldest new arrivals of all organisations as (organisation, conversation, inbox id)."""
        return [(row.organisation_id, row.conversation_id, row.id) for row in self._all(_pending, most=limit)]

    def done(self, organisation: str, inbox: str, *, at: datetime) -> None:
        """Mark as answered and drop its payload."""
        self._change(_done, org=organisation, row=inbox, finished_at=at)

    def failed(self, organisation: str, inbox: str, *, error: str, at: datetime) -> None:
        """Mark as given up, keeping the payload for staff."""
        self._change(_failed, org=organisation, row=inbox, error=error, finished_at=at)
