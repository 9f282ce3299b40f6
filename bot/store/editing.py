"""Files of the content that authors have open."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.store.repository import Repository
from bot.store.statements import ORG, ROW, binds, insertion_or_change
from bot.store.tables import open_files

_o = open_files.c
_whole = binds(*(column.name for column in open_files.c))
_open = insertion_or_change(
    open_files,
    first=_whole,
    unique=("organisation_id", "file", "staff_id"),
    then={"opened_at": _whole["opened_at"]},
    returning=_o.staff_id,
)
_of_file = (_o.organisation_id == ORG, _o.file == bindparam("called"))
_close = delete(open_files).where(*_of_file, _o.staff_id == ROW)
_forget = delete(open_files).where(_o.organisation_id == ORG, _o.opened_at < bindparam("before"))
_at = select(_o.staff_id, _o.opened_at).where(*_of_file).order_by(_o.opened_at, _o.staff_id)


class EditingRows(Repository):
    """`bot.ports.store.Editing`."""

    def open(self, organisation: str, file: str, staff: str, *, at: datetime) -> None:
        """Keep that somebody opens a file."""
        self._first(_open, organisation_id=organisation, file=file, staff_id=staff, opened_at=at)

    def close(self, organisation: str, file: str, staff: str) -> None:
        """Forget it."""
        self._change(_close, org=organisation, called=file, row=staff)

    def forget(self, organisation: str, *, before: datetime) -> None:
        """Forget what was opened before a time."""
        self._change(_forget, org=organisation, before=before)

    def at(self, organisation: str, file: str) -> Mapping[str, datetime]:
        """Return who has a file open."""
        return {row.staff_id: row.opened_at for row in self._all(_at, org=organisation, called=file)}
