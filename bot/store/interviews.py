"""Times for interviews: offered, taken by one case each, given back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, delete, or_, select, update

from bot.ports.records import InterviewTime
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, ROW, here, insertion
from bot.store.tables import interview_times

_c = interview_times.c
_after = bindparam("after", type_=_c.starts_at.type)
_before = bindparam("before", type_=_c.starts_at.type)
_most: BindParameter[int] = bindparam("most")
_of_case = (_c.organisation_id == ORG) & (_c.case_id == bindparam("of_case"))
_free = _c.case_id.is_(None)
TIME = select(interview_times)
TIMES_BETWEEN = TIME.where(
    _c.organisation_id.in_(bindparam("orgs", expanding=True)), _c.starts_at >= _after, _c.starts_at < _before
).order_by(_c.starts_at, _c.id)
TIMES_OF_CASE = TIME.where(_of_case).order_by(_c.starts_at)
FREE = TIME.where(_c.organisation_id == ORG, _free, _c.starts_at > _after).order_by(_c.starts_at).limit(_most)
_add = insertion(interview_times, "id", "reminded_at", "confirmed_at").returning(_c.id)
_clash = (
    select(_c.id)
    .where(
        _c.organisation_id == ORG,
        _c.staff == bindparam("who"),
        _c.starts_at < _before,
        _c.ends_at > _after,
        or_(_c.case_id.is_(None), _c.case_id != bindparam("but_of")),
    )
    .limit(1)
)
_get = TIME.where(here(interview_times))
_take = (
    update(interview_times)
    .where(here(interview_times), _free, _c.starts_at > _after)
    .values(case_id=bindparam("case_id"), taken_at=bindparam("taken_at"), reminded_at=None, confirmed_at=None)
)
_free_again = (
    update(interview_times)
    .where(_of_case, _c.starts_at > _after, _c.id != ROW, _c.purpose == "interview")
    .values(case_id=None, taken_at=None, reminded_at=None, confirmed_at=None)
)
_is_visit = _c.purpose == "visit"
_call_off = delete(interview_times).where(_of_case, _c.starts_at > _after, _c.id != ROW, _is_visit)
_confirm = (
    update(interview_times)
    .where(here(interview_times), _c.case_id.is_not(None), _c.starts_at > _after, _c.confirmed_at.is_(None))
    .values(confirmed_at=bindparam("confirmed_at"))
)
_remove = delete(interview_times).where(here(interview_times), _free)
_to_remind = (
    TIME.where(
        _c.starts_at > _after,
        _c.starts_at <= _before,
        _c.case_id.is_not(None),
        _c.reminded_at.is_(None),
        _c.purpose == "interview",
    )
    .order_by(_c.starts_at)
    .limit(_most)
)
_reminded = (
    update(interview_times)
    .where(here(interview_times), _c.reminded_at.is_(None))
    .values(reminded_at=bindparam("reminded_at"))
)


def to_time(row: Found) -> InterviewTime:
    """Turn a row into its record."""
    return InterviewTime(
        id=row.id,
        organisation=row.organisation_id,
        staff=row.staff,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        created_by=row.created_by,
        created_at=row.created_at,
        case=row.case_id,
        taken_at=row.taken_at,
        reminded_at=row.reminded_at,
        purpose=row.purpose,
        confirmed_at=row.confirmed_at,
    )


class InterviewRows(Repository):
    """`bot.ports.store.Interviews`."""

    def add(self, time: InterviewTime) -> int:
        """Keep a time and return its id."""
        return self._number(
            _add,
            organisation_id=time.organisation,
            staff=time.staff,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            place=time.place,
            created_by=time.created_by,
            created_at=time.created_at,
            case_id=time.case,
            taken_at=time.taken_at,
            purpose=time.purpose,
        )

    def clashes(
        self, organisation: str, *, staff: str, starts_at: datetime, ends_at: datetime, but_of: str = ""
    ) -> bool:
        """Whether somebody has another time that overlaps, but those of one case."""
        span = {"after": starts_at, "before": ends_at}
        return self._first(_clash, org=organisation, who=staff, but_of=but_of, **span) is not None

    def get(self, organisation: str, time: int) -> InterviewTime | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=time)
        return None if row is None else to_time(row)

    def free(self, organisation: str, *, after: datetime, limit: int) -> Sequence[InterviewTime]:
        """List times that nobody has taken, the next first."""
        return [to_time(row) for row in self._all(FREE, org=organisation, after=after, most=limit)]

    def of_case(self, organisation: str, case: str) -> Sequence[InterviewTime]:
        """List times that a case has taken, oldest first."""
        return [to_time(row) for row in self._all(TIMES_OF_CASE, org=organisation, of_case=case)]

    def take(self, organisation: str, time: int, *, case: str, at: datetime) -> bool:
        """Take a free time that is still to come; False if somebody was quicker."""
        return self._change(_take, org=organisation, row=time, after=at, case_id=case, taken_at=at) > 0

    def free_again(self, organisation: str, case: str, *, after: datetime, but: int = 0) -> int:
        """Give back the coming times of a case, but one; a visit is not there any more."""
        self._change(_call_off, org=organisation, of_case=case, after=after, row=but)
        return self._change(_free_again, org=organisation, of_case=case, after=after, row=but)

    def confirm(self, organisation: str, time: int, *, at: datetime) -> bool:
        """Note that a coming visit or interview stands; False if it was before, or is gone."""
        return self._change(_confirm, org=organisation, row=time, after=at, confirmed_at=at) > 0

    def remove(self, organisation: str, time: int) -> bool:
        """Remove a free time; False if it is taken or gone."""
        return self._change(_remove, org=organisation, row=time) > 0

    def to_remind(self, *, after: datetime, before: datetime, limit: int) -> Sequence[InterviewTime]:
        """List taken times of all organisations whose people were not reminded yet."""
        return [to_time(row) for row in self._all(_to_remind, after=after, before=before, most=limit)]

    def reminded(self, organisation: str, time: int, *, at: datetime) -> bool:
        """Note that the reminder is on its way; False if it was before."""
        return self._change(_reminded, org=organisation, row=time, reminded_at=at) > 0
