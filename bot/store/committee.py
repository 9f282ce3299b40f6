"""Sessions of the research committee and their agendas."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from bot.ports.records import AgendaItem, CommitteeSession, Member, UrgentReply
from bot.store.cases import to_case
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, ROW, binds, here, insertion
from bot.store.tables import cases, committee_items, committee_sessions, urgent_replies

_s, _i = committee_sessions.c, committee_items.c
SESSION = select(committee_sessions).where(here(committee_sessions))
_next = select(func.coalesce(func.max(_s.number), 0) + 1).where(_s.organisation_id == ORG)
_open = insertion(committee_sessions, "closed_at")
_lock = SESSION.with_for_update(of=committee_sessions)
_one = update(committee_sessions).where(here(committee_sessions))
_attendance = _one.values(binds("attendance"))
_minutes = _one.values(binds("minutes"))
_close = _one.values(binds("closed_at"))
_of_session = (_i.organisation_id == ORG) & (_i.session_id == ROW)
_item = _of_session & (_i.case_id == bindparam("of_case"))
_there = select(_i.place).where(_item)
_last = select(func.coalesce(func.max(_i.place), 0)).where(_of_session)
_add = insertion(committee_items, "decision", "decided_at")
_remove = delete(committee_items).where(_item, _i.decision.is_(None))
_conflicts = update(committee_items).where(_item).values(binds("conflicts"))
_decided = update(committee_items).where(_item).values(binds("decision", "decided_at"))
AGENDA = (
    select(
        cases,
        _i.session_id,
        _i.place.label("agenda_place"),
        _i.conflicts,
        _i.decision,
        _i.decided_at,
    )
    .join(cases, cases.c.id == _i.case_id)
    .where(_of_session)
    .order_by(_i.place)
)
_planned = (
    select(_i.session_id)
    .join(committee_sessions, _s.id == _i.session_id)
    .where(
        _i.organisation_id == ORG,
        _i.case_id == bindparam("of_case"),
        _i.decision.is_(None),
        _s.closed_at.is_(None),
    )
    .limit(1)
)


_u = urgent_replies.c
_urgent = insertion(urgent_replies, "id", "session_id", "confirmed_at")
_urgent_of = (
    select(
        cases,
        _u.id.label("reply"), _u.step.label("reply_step"), _u.by, _u.at, _u.session_id, _u.confirmed_at,
    )
    .join(cases, cases.c.id == _u.case_id)
    .where(_u.organisation_id == ORG)
    .order_by(_u.id)
)  # fmt: skip
_to_confirm = _urgent_of.where(_u.session_id.is_(None))
_confirmed_in = _urgent_of.where(_u.session_id == ROW)
_confirm = (
    update(urgent_replies)
    .where(_u.organisation_id == ORG, _u.id == ROW, _u.session_id.is_(None))
    .values(binds("session_id", "confirmed_at"))
)


def to_urgent(row: Found) -> UrgentReply:
    """Turn a row of urgent replies with their cases into its record."""
    return UrgentReply(
        id=row.reply,
        organisation=row.organisation_id,
        case=to_case(row),
        step=row.reply_step,
        by=row.by,
        at=row.at,
        session=row.session_id,
        confirmed_at=row.confirmed_at,
    )


def to_session(row: Found) -> CommitteeSession:
    """Turn a row of `committee_sessions` into its record."""
    return CommitteeSession(
        id=row.id,
        organisation=row.organisation_id,
        number=row.number,
        held_at=row.held_at,
        place=row.place,
        attendance=tuple(Member(**one) for one in row.attendance),
        minutes=row.minutes,
        created_by=row.created_by,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )


def to_item(row: Found) -> AgendaItem:
    """Turn a row of `AGENDA` into its record."""
    return AgendaItem(
        organisation=row.organisation_id,
        session=row.session_id,
        case=to_case(row),
        place=row.agenda_place,
        conflicts=tuple(row.conflicts),
        decision=row.decision,
        decided_at=row.decided_at,
    )


class CommitteeRows(Repository):
    """`bot.ports.store.Committee`."""

    def open(
        self, organisation: str, session: str, *, held_at: datetime, place: str, by: str, now: datetime
    ) -> CommitteeSession:
        """Keep a new session under the organisation's next number."""
        made = CommitteeSession(
            id=session,
            organisation=organisation,
            number=self._number(_next, org=organisation),
            held_at=held_at,
            place=place,
            attendance=(),
            minutes="",
            created_by=by,
            created_at=now,
        )
        row = asdict(made) | {"organisation_id": organisation, "attendance": []}
        self._change(
            _open, **{name: value for name, value in row.items() if name not in ("organisation", "closed_at")}
        )
        return made

    def lock(self, organisation: str, session: str) -> CommitteeSession | None:
        """Read a session and keep others from writing it until the end."""
        row = self._first(_lock, org=organisation, row=session)
        return None if row is None else to_session(row)

    def set_attendance(self, organisation: str, session: str, attendance: Sequence[Member]) -> None:
        """Write who was there."""
        kept = [asdict(member) for member in attendance]
        self._change(_attendance, org=organisation, row=session, attendance=kept)

    def set_minutes(self, organisation: str, session: str, minutes: str) -> None:
        """Write the minutes."""
        self._change(_minutes, org=organisation, row=session, minutes=minutes)

    def close(self, organisation: str, session: str, *, at: datetime) -> None:
        """Make the minutes final."""
        self._change(_close, org=organisation, row=session, closed_at=at)

    def add(self, organisation: str, session: str, case: str) -> bool:
        """Put a case at the end of the agenda. False if it stands there already."""
        if self._first(_there, org=organisation, row=session, of_case=case) is not None:
            return False
        last = self._number(_last, org=organisation, row=session)
        self._change(
            _add, organisation_id=organisation, session_id=session, case_id=case, place=last + 1, conflicts=[]
        )
        return True

    def remove(self, organisation: str, session: str, case: str) -> bool:
        """Take a case that is not decided off the agenda. False if there was none."""
        return self._change(_remove, org=organisation, row=session, of_case=case) > 0

    def set_conflicts(self, organisation: str, session: str, case: str, names: Sequence[str]) -> None:
        """Write who has an interest in a case and takes no part in it."""
        self._change(_conflicts, org=organisation, row=session, of_case=case, conflicts=list(names))

    def decided(self, organisation: str, session: str, case: str, *, decision: str, at: datetime) -> None:
        """Write which step the committee decided on."""
        self._change(_decided, org=organisation, row=session, of_case=case, decision=decision, decided_at=at)

    def agenda(self, organisation: str, session: str) -> Sequence[AgendaItem]:
        """List the agenda in order."""
        return [to_item(row) for row in self._all(AGENDA, org=organisation, row=session)]

    def replied_urgently(self, organisation: str, case: str, *, step: str, by: str, at: datetime) -> None:
        """Keep that a reply was given outside a session."""
        self._change(_urgent, organisation_id=organisation, case_id=case, step=step, by=by, at=at)

    def to_confirm(self, organisation: str) -> Sequence[UrgentReply]:
        """List replies that no session has confirmed yet, oldest first."""
        return [to_urgent(row) for row in self._all(_to_confirm, org=organisation)]

    def confirmed_in(self, organisation: str, session: str) -> Sequence[UrgentReply]:
        """List replies that a session has confirmed, oldest first."""
        return [to_urgent(row) for row in self._all(_confirmed_in, org=organisation, row=session)]

    def confirm(self, organisation: str, reply: int, *, session: str, at: datetime) -> bool:
        """Write that a session has confirmed a reply. False if one had, or there is none."""
        changed = self._change(_confirm, org=organisation, row=reply, session_id=session, confirmed_at=at)
        return changed > 0

    def planned(self, organisation: str, case: str) -> str | None:
        """Return the open session on whose agenda a case stands undecided, if any."""
        row = self._first(_planned, org=organisation, of_case=case)
        return None if row is None else str(row[0])
