"""Things due later."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.ports.records import Timer
from bot.store.repository import Repository
from bot.store.statements import here, insertion, within
from bot.store.tables import timers

_set = insertion(timers, "id")
_drop = delete(timers).where(within(timers), timers.c.name == bindparam("called"))
_clear = delete(timers).where(within(timers))
_remove = delete(timers).where(here(timers))
_due = (
    select(timers)
    .where(timers.c.due_at <= bindparam("now", type_=timers.c.due_at.type))
    .order_by(timers.c.due_at, timers.c.id)
    .limit(bindparam("most"))
)


class TimerRows(Repository):
    """`bot.ports.store.Timers`."""

    def set(self, organisation: str, conversation: str, *, name: str, due_at: datetime) -> None:
        """Set or replace the timer of that name. A replaced timer gets a new id: an old one cannot be run."""
        self._change(_drop, org=organisation, conv=conversation, called=name)
        self._change(
            _set, organisation_id=organisation, conversation_id=conversation, name=name, due_at=due_at
        )

    def clear(self, organisation: str, conversation: str) -> None:
        """Remove all timers of a conversation."""
        self._change(_clear, org=organisation, conv=conversation)

    def due(self, *, now: datetime, limit: int) -> Sequence[Timer]:
        """Timers of all organisations that are due, oldest first."""
        return [
            Timer(
                id=row.id,
                organisation=row.organisation_id,
                conversation=row.conversation_id,
                name=row.name,
                due_at=row.due_at,
            )
            for row in self._all(_due, now=now, most=limit)
        ]

    def remove(self, organisation: str, timer: int) -> bool:
        """Remove one. False if it was gone: somebody else has run it."""
        return self._change(_remove, org=organisation, row=timer) > 0
