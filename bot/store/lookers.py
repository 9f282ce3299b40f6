"""Which of staff have a chat open just now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.ports.store.lookers import Looker
from bot.store.repository import Repository
from bot.store.statements import ROW, binds, insertion_or_change, within
from bot.store.tables import lookers

_l = lookers.c
_whole = binds("organisation_id", "conversation_id", "staff_id", "screen", "seen_at")
_enter = insertion_or_change(
    lookers,
    first=_whole,
    unique=("organisation_id", "conversation_id", "staff_id", "screen"),
    then={"seen_at": _whole["seen_at"]},
    returning=_l.staff_id,
)
_theirs = (within(lookers), _l.staff_id == ROW)
_leave = delete(lookers).where(*_theirs, _l.screen == bindparam("on"))
_typed = update(lookers).where(*_theirs).values(binds("typed_at"))
_forget = delete(lookers).where(within(lookers), _l.seen_at < bindparam("before", type_=_l.seen_at.type))
_at = select(_l.staff_id, _l.seen_at, _l.typed_at).where(within(lookers)).order_by(_l.staff_id, _l.screen)


class LookerRows(Repository):
    """`bot.ports.store.Lookers`."""

    def enter(self, organisation: str, conversation: str, staff: str, screen: str, *, at: datetime) -> None:
        """Keep that a screen shows the chat."""
        where = {"organisation_id": organisation, "conversation_id": conversation}
        self._first(_enter, **where, staff_id=staff, screen=screen, seen_at=at)

    def leave(self, organisation: str, conversation: str, staff: str, screen: str) -> None:
        """Forget it."""
        self._change(_leave, org=organisation, conv=conversation, row=staff, on=screen)

    def typed(self, organisation: str, conversation: str, staff: str, *, at: datetime) -> None:
        """Keep that somebody writes."""
        self._change(_typed, org=organisation, conv=conversation, row=staff, typed_at=at)

    def forget(self, organisation: str, conversation: str, *, before: datetime) -> None:
        """Forget screens that gave no sign since a time."""
        self._change(_forget, org=organisation, conv=conversation, before=before)

    def at(self, organisation: str, conversation: str) -> Sequence[Looker]:
        """Return everybody at a chat."""
        rows = self._all(_at, org=organisation, conv=conversation)
        return [Looker(staff=row.staff_id, seen_at=row.seen_at, typed_at=row.typed_at) for row in rows]
