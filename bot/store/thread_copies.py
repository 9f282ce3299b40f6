"""Messages on a messaging platform that show staff lines of the transcript."""

from collections.abc import Sequence

from sqlalchemy import delete, select, true, update

from bot.ports.records import Copy
from bot.store.repository import Repository
from bot.store.statements import ORG, ROW, insertion_or_renewal, within
from bot.store.tables import thread_copies

_c = thread_copies.c
_KEY = ("organisation_id", "conversation_id", "message")
_this = within(thread_copies) & (_c.message == ROW)
_keep = insertion_or_renewal(
    thread_copies, unique=_KEY, renew=("first_line", "last_line", "part", "is_file", "stale")
)
STALE = select(thread_copies).where(_c.organisation_id == ORG, _c.stale.is_(True)).order_by(_c.message)
_set_stale = update(thread_copies).where(_this).values(stale=true())
_drop = delete(thread_copies).where(_this)


class CopyRows(Repository):
    """`bot.ports.store.Copies`."""

    def keep(self, copy: Copy) -> None:
        """Note that a message shows lines, as they stand now."""
        self._change(
            _keep,
            organisation_id=copy.organisation,
            conversation_id=copy.conversation,
            message=copy.message,
            first_line=copy.first,
            last_line=copy.last,
            part=copy.part,
            is_file=copy.file,
            stale=False,
        )

    def outdate(self, copy: Copy) -> None:
        """Note that what a message shows is not what the lines say any more."""
        self._change(_set_stale, org=copy.organisation, conv=copy.conversation, row=copy.message)

    def stale(self, organisation: str) -> Sequence[Copy]:
        """List the messages that have to be mended."""
        return [
            Copy(
                organisation=row.organisation_id,
                conversation=row.conversation_id,
                message=row.message,
                first=row.first_line,
                last=row.last_line,
                part=row.part,
                file=row.is_file,
            )
            for row in self._all(STALE, org=organisation)
        ]

    def drop(self, copy: Copy) -> None:
        """Forget a message that is gone."""
        self._change(_drop, org=copy.organisation, conv=copy.conversation, row=copy.message)
