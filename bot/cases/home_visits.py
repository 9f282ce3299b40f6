"""Visits to a family: planned in the calendar for a colleague, moved, confirmed, called off.

The calendar holds a time, a colleague and the case's reference. Names and the way there stay in the case, so
that they go with it when the family declines.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cases.interviews import LONGEST, SHORTEST, Clash, Past, Unoffered, closed
from bot.cases.life import Refusal, Wish, open_steps
from bot.cases.steps import Made, NoCase, make
from bot.engine.content import Content
from bot.engine.life import Actor, Step
from bot.ports.records import Case, InterviewTime, Staff
from bot.ports.store import Transaction

VISIT = "visit"  # what a time in the calendar is for; the others are for interviews


@dataclass(frozen=True, kw_only=True, slots=True)
class NoVisit:
    """The case takes no visit as it stands, or whoever asks may not plan one."""


def planning(content: Content, case: Case, actor: Actor) -> Step | None:
    """Return the step with which a visit is planned, or moved, as the case stands."""
    steps = open_steps(content.lives.get(case.kind), content.case_settings, case.stage, actor)
    return next((step for step in steps if step.books), None)


def plan(
    tx: Transaction,
    content: Content,
    reference: str,
    *,
    staff: Staff,
    starts_at: datetime,
    length: timedelta,
    by: str,
    role: Actor,
    now: datetime,
) -> Made | NoCase | NoVisit | Refusal | Unoffered:
    """Give a case a visit by a colleague, in place of the one it had; nothing changes if it is refused."""
    organisation, ends_at = content.organisation.id, starts_at + length
    case = tx.cases.lock(organisation, reference)
    if case is None:
        return NoCase()
    step = planning(content, case, role)
    if step is None:
        return NoVisit()
    if starts_at <= now or not SHORTEST <= length <= LONGEST:
        return Past()
    if refused := closed(content, starts_at, ends_at):
        return refused
    if tx.interviews.clashes(
        organisation, staff=staff.id, starts_at=starts_at, ends_at=ends_at, but_of=case.id
    ):
        return Clash()
    local = starts_at.astimezone(ZoneInfo(content.timezone))
    given = {"on": local.date().isoformat(), "place": f"{local:%H:%M} · {staff.name}"}
    made = make(tx, content, reference, Wish(step=step.id, actor=role, now=now, given=given), actor=by)
    if not isinstance(made, Made):
        return made
    tx.interviews.free_again(organisation, case.id, after=now)
    tx.interviews.add(
        InterviewTime(
            id=0,
            organisation=organisation,
            staff=staff.id,
            starts_at=starts_at,
            ends_at=ends_at,
            place="",
            created_by=by,
            created_at=now,
            case=case.id,
            taken_at=now,
            purpose=VISIT,
        )
    )
    return made


def confirm(tx: Transaction, organisation: str, time: int, *, by: str, now: datetime) -> bool:
    """Keep that a coming visit stands, as the family or the colleague has said. False if it is gone."""
    if not tx.interviews.confirm(organisation, time, at=now):
        return False
    tx.staff.audit(organisation, actor=by, action="visit-confirmed", subject=str(time), detail={}, at=now)
    return True
