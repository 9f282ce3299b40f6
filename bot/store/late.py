"""Cases that are, or will be, late in their stage."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, or_, select, update

from bot.ports.places import is_part, organisation_of
from bot.ports.records import LateCase
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, binds, here, insertion_or_renewal
from bot.store.tables import IS_LATE, case_alerts, cases

_c = case_alerts.c
_this = here(case_alerts, "case_id")
_most: BindParameter[int] = bindparam("most")
_is_due = _c.due_at <= bindparam("now", type_=_c.due_at.type)
_renewed = ("due_at", "alerted_at", "times", "told_at")
_plan = insertion_or_renewal(case_alerts, unique=("organisation_id", "case_id"), renew=_renewed)
_change_one = update(case_alerts).where(_this)
_postpone = _change_one.values(binds("due_at"))
_alerted = _change_one.values(binds("alerted_at", "due_at") | {"times": _c.times + 1})
_told = _change_one.values(binds("told_at"))
_forget = delete(case_alerts).where(_this)
DUE = (
    select(case_alerts)
    .where(_c.due_at <= bindparam("now", type_=_c.due_at.type))
    .order_by(_c.due_at)
    .limit(_most)
)
_take = (
    select(case_alerts)
    .where(_this, _c.due_at == bindparam("seen", type_=_c.due_at.type))
    .with_for_update(skip_locked=True)
)
UNTOLD = (
    select(case_alerts)
    .where(_c.organisation_id == ORG, IS_LATE, or_(_c.told_at.is_(None), _c.told_at < _c.alerted_at))
    .order_by(_c.alerted_at)
    .limit(_most)
)
_of = select(cases.c.id).where(
    cases.c.organisation_id == _c.organisation_id,
    cases.c.id == _c.case_id,
    cases.c.place.in_(bindparam("places", expanding=True)),
)


class LateRows(Repository):
    """`bot.ports.store.Late`."""

    def plan(self, organisation: str, case: str, *, due: datetime) -> None:
        """Keep when a case that has come into a stage will be late."""
        row = {"organisation_id": organisation, "case_id": case, "due_at": due}
        self._change(_plan, **row, alerted_at=None, times=0, told_at=None)

    def postpone(self, organisation: str, case: str, *, due: datetime) -> None:
        """Look at it again then."""
        self._change(_postpone, org=organisation, row=case, due_at=due)

    def forget(self, organisation: str, case: str) -> None:
        """Drop it: the case is late no more."""
        self._change(_forget, org=organisation, row=case)

    def due(self, *, now: datetime, limit: int) -> Sequence[LateCase]:
        """List those of all organisations whose time has come."""
        return [_to_late(row) for row in self._all(DUE, now=now, most=limit)]

    def take(self, late: LateCase) -> bool:
        """Take one that was due. False if its time changed, or another process has it."""
        return self._first(_take, org=late.organisation, row=late.case, seen=late.due_at) is not None

    def alerted(self, organisation: str, case: str, *, at: datetime, due: datetime) -> None:
        """Note an alert, and when the next one comes."""
        self._change(_alerted, org=organisation, row=case, alerted_at=at, due_at=due)

    def untold(self, place: str, *, limit: int, without: Collection[str] = ()) -> Sequence[LateCase]:
        """List late ones of whose last alert the desk on a messaging platform has not heard.

        Those of an organisation, but for its branches `without`; or those of one branch.
        """
        within: dict[str, Any] = {"org": organisation_of(place), "most": limit}
        asked = UNTOLD
        if is_part(place):
            asked, within = UNTOLD.where(_of.exists()), within | {"places": [place]}
        elif without:
            asked, within = UNTOLD.where(~_of.exists()), within | {"places": sorted(without)}
        return [_to_late(row) for row in self._all(asked, **within)]

    def told(self, organisation: str, case: str, *, at: datetime) -> None:
        """Note that this desk was told."""
        self._change(_told, org=organisation, row=case, told_at=at)


def _to_late(row: Found) -> LateCase:
    return LateCase(
        organisation=row.organisation_id,
        case=row.case_id,
        due_at=row.due_at,
        alerted_at=row.alerted_at,
        times=row.times,
    )
