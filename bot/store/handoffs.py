"""History of hand-overs."""

from datetime import datetime

from sqlalchemy import update

from bot.messages import Priority
from bot.store.repository import Repository
from bot.store.statements import binds, insertion_of_new, within
from bot.store.tables import handoffs

_is_open = handoffs.c.finished_at.is_(None)
_begin = insertion_of_new(
    handoffs, "id", "claimed_at", "claimed_by", "finished_at", "outcome",
    unique=("organisation_id", "conversation_id"), where=_is_open,
)  # fmt: skip
_change_open = update(handoffs).where(within(handoffs), _is_open)
_claimed = _change_open.where(handoffs.c.claimed_at.is_(None)).values(binds("claimed_at", "claimed_by"))
_endangered = _change_open.values(reason="danger", priority="urgent")
_finish = _change_open.values(binds("finished_at", "outcome"))


class HandoffRows(Repository):
    """`bot.ports.store.Handoffs`."""

    def begin(
        self,
        organisation: str,
        conversation: str,
        *,
        reason: str,
        priority: Priority,
        note: str,
        now: datetime,
    ) -> None:
        """Open a row unless one is open."""
        self._change(
            _begin,
            organisation_id=organisation,
            conversation_id=conversation,
            reason=reason,
            priority=priority,
            note=note,
            begun_at=now,
        )

    def claimed(self, organisation: str, conversation: str, *, staff: str, now: datetime) -> None:
        """Note the first claim of the open row."""
        self._change(_claimed, org=organisation, conv=conversation, claimed_by=staff, claimed_at=now)

    def endangered(self, organisation: str, conversation: str) -> None:
        """Note on the open row that the person spoke of danger, whatever it was opened for."""
        self._change(_endangered, org=organisation, conv=conversation)

    def finish(self, organisation: str, conversation: str, *, outcome: str, now: datetime) -> None:
        """Close the open row with how it ended."""
        self._change(_finish, org=organisation, conv=conversation, outcome=outcome, finished_at=now)
