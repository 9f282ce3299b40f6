"""The duty roster."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, case, delete, null, select

from bot.ports.records import Absence, Shift
from bot.store.reading import Reading
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, here, insertion
from bot.store.tables import absences, duty_shifts, staff, staff_roles

_s, _a = duty_shifts.c, absences.c
_add_shift = insertion(duty_shifts, "id")
_drop_shift = delete(duty_shifts).where(here(duty_shifts))
_working = (  # who has left, or lost their role, is on no duty and stands in for nobody
    select(staff_roles.c.staff_id)
    .join(staff, staff.c.id == staff_roles.c.staff_id)
    .where(staff_roles.c.organisation_id == ORG, staff.c.disabled.is_(False))
)
_shifts = (
    select(duty_shifts)
    .where(_s.organisation_id == ORG, _s.staff_id.in_(_working))
    .order_by(_s.team, _s.opens, _s.id)
)
_add_absence = insertion(absences, "id")
_drop_absence = delete(absences).where(here(absences))
_absences = (
    select(absences, case((_a.cover_id.in_(_working), _a.cover_id), else_=null()).label("stands_in"))
    .where(_a.organisation_id == ORG, _a.last >= bindparam("since", type_=_a.last.type))
    .order_by(_a.first, _a.id)
)


class DutyRows(Repository):
    """`bot.ports.store.DutyRecords`."""

    def add_shift(self, shift: Shift) -> None:
        """Keep a shift; its id is given here."""
        self._change(
            _add_shift,
            organisation_id=shift.organisation,
            team=shift.team,
            day=shift.day,
            opens=shift.opens,
            closes=shift.closes,
            staff_id=shift.staff,
        )

    def drop_shift(self, organisation: str, shift: int) -> bool:
        """Forget one. False if there is none such."""
        return self._change(_drop_shift, org=organisation, row=shift) > 0

    def add_absence(self, absence: Absence) -> None:
        """Keep an absence; its id is given here."""
        self._change(
            _add_absence,
            organisation_id=absence.organisation,
            staff_id=absence.staff,
            first=absence.first.isoformat(),
            last=absence.last.isoformat(),
            cover_id=absence.cover,
        )

    def drop_absence(self, organisation: str, absence: int) -> bool:
        """Forget one. False if there is none such."""
        return self._change(_drop_absence, org=organisation, row=absence) > 0

    def shifts(self, organisation: str) -> Sequence[Shift]:
        """Return all shifts, in the order of team and hour."""
        return [_to_shift(row) for row in self._all(_shifts, org=organisation)]

    def absences(self, organisation: str, *, since: date) -> Sequence[Absence]:
        """Return absences that end on that day or later, the first to begin first."""
        return [_to_absence(row) for row in self._all(_absences, org=organisation, since=since.isoformat())]


class DutyReads(Reading):
    """The part of `bot.ports.store.Reads` about the roster."""

    async def shifts(self, organisation: str) -> Sequence[Shift]:
        """Return all shifts, in the order of team and hour."""
        return [_to_shift(row) for row in await self._all(_shifts, org=organisation)]

    async def absences(self, organisation: str, *, since: date) -> Sequence[Absence]:
        """Return absences that end on that day or later, the first to begin first."""
        rows = await self._all(_absences, org=organisation, since=since.isoformat())
        return [_to_absence(row) for row in rows]


def _to_shift(row: Found) -> Shift:
    return Shift(
        id=row.id,
        organisation=row.organisation_id,
        team=row.team,
        day=row.day,
        opens=row.opens,
        closes=row.closes,
        staff=row.staff_id,
    )


def _to_absence(row: Found) -> Absence:
    return Absence(
        id=row.id,
        organisation=row.organisation_id,
        staff=row.staff_id,
        first=date.fromisoformat(row.first),
        last=date.fromisoformat(row.last),
        cover=row.stands_in,
    )
