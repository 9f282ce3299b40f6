"""Lists that staff have saved."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select

from bot.ports.records import SavedView
from bot.store.repository import Repository
from bot.store.statements import binds, insertion_or_change
from bot.store.tables import saved_views

_v = saved_views.c
_whole = binds("staff_id", "name", "address")
_save = insertion_or_change(
    saved_views,
    first=_whole,
    unique=("staff_id", "name"),
    then={"address": _whole["address"]},
    returning=_v.name,
)
_of = select(saved_views).where(_v.staff_id == bindparam("who")).order_by(_v.name)
_drop = delete(saved_views).where(_v.staff_id == bindparam("who"), _v.name == bindparam("called"))


class ViewRows(Repository):
    """`bot.ports.store.Views`."""

    def save(self, staff: str, view: SavedView) -> None:
        """Keep a list in place of one of the same name."""
        self._first(_save, staff_id=staff, name=view.name, address=view.address)

    def drop(self, staff: str, name: str) -> bool:
        """Forget one. False if there is none of that name."""
        return self._change(_drop, who=staff, called=name) > 0

    def of(self, staff: str) -> Sequence[SavedView]:
        """Return all lists of an account, by name."""
        return [SavedView(name=row.name, address=row.address) for row in self._all(_of, who=staff)]
