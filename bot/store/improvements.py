"""What is to be improved."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.ports.records import Improvement
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, binds, here, insertion
from bot.store.tables import improvements

_i = improvements.c
_add = insertion(improvements, "id").returning(_i.id)
_get = select(improvements).where(here(improvements))
_KEPT = ("id", "organisation_id", "created_by", "created_at", "source", "origin")
_change = (
    update(improvements)
    .where(here(improvements))
    .values(binds(*(column.name for column in _i if column.name not in _KEPT)))
)
PUBLISHED = (
    select(improvements)
    .where(_i.organisation_id == ORG, _i.published_at.is_not(None))
    .order_by(_i.published_at.desc(), _i.id.desc())
    .limit(bindparam("most"))
)
_forget = (
    update(improvements)
    .where(_i.organisation_id == ORG, _i.origin == bindparam("came_from"))
    .values(origin="", updated_at=bindparam("updated_at"))
)


class ImprovementRows(Repository):
    """`bot.ports.store.Improvements`."""

    def add(self, improvement: Improvement) -> int:
        """Keep a new entry and return its id; the id given is not looked at."""
        return self._number(_add, **_values(improvement))

    def get(self, organisation: str, improvement: int) -> Improvement | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=improvement)
        return None if row is None else to_improvement(row)

    def change(self, improvement: Improvement) -> None:
        """Write an entry as it is now."""
        values = {name: value for name, value in _values(improvement).items() if name not in _KEPT}
        self._change(_change, org=improvement.organisation, row=improvement.id, **values)

    def published(self, organisation: str, *, limit: int) -> Sequence[Improvement]:
        """List what people may read, newest first."""
        return [to_improvement(row) for row in self._all(PUBLISHED, org=organisation, most=limit)]

    def forget_origin(self, organisation: str, origin: str, *, at: datetime) -> None:
        """Drop the reference of a case that was erased."""
        self._change(_forget, org=organisation, came_from=origin, updated_at=at)


def _values(improvement: Improvement) -> dict[str, Any]:
    values = asdict(improvement)
    del values["id"]
    return {"organisation_id": values.pop("organisation"), **values}


def to_improvement(row: Found) -> Improvement:
    """Turn a row into its record."""
    return Improvement(
        id=row.id,
        organisation=row.organisation_id,
        source=row.source,
        origin=row.origin,
        finding=row.finding,
        department=row.department,
        owner=row.owner,
        due=row.due,
        done=row.done,
        state=row.state,
        said=row.said,
        did=row.did,
        created_by=row.created_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        published_at=row.published_at,
    )
