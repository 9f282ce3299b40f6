"""Replies that staff have begun."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.ports.records import Draft
from bot.store.repository import Repository
from bot.store.statements import ROW, binds, insertion_or_change, within
from bot.store.tables import drafts

_d = drafts.c
_whole = binds(*(column.name for column in drafts.c))
_keep = insertion_or_change(
    drafts,
    first=_whole,
    unique=("organisation_id", "conversation_id", "staff_id"),
    then={name: _whole[name] for name in ("key", "text", "kept_at")},
    returning=_d.staff_id,
)
_drop = delete(drafts).where(within(drafts), _d.staff_id == ROW)
_all = select(drafts).where(within(drafts)).order_by(_d.kept_at, _d.staff_id)


class DraftRows(Repository):
    """`bot.ports.store.Drafts`."""

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the one before."""
        self._first(
            _keep,
            organisation_id=draft.organisation,
            conversation_id=draft.conversation,
            staff_id=draft.staff,
            key=draft.key,
            text=draft.text,
            kept_at=draft.kept_at,
        )

    def drop(self, organisation: str, conversation: str, staff: str) -> None:
        """Forget one."""
        self._change(_drop, org=organisation, conv=conversation, row=staff)

    def of_conversation(self, organisation: str, conversation: str) -> Sequence[Draft]:
        """Return everybody's drafts of a conversation, oldest first."""
        return [
            Draft(
                organisation=row.organisation_id,
                conversation=row.conversation_id,
                staff=row.staff_id,
                key=row.key,
                text=row.text,
                kept_at=row.kept_at,
            )
            for row in self._all(_all, org=organisation, conv=conversation)
        ]
