"""Times for interviews: staff offer them, a person takes one, moves to another or gives it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cases.life import Refusal, Wish, open_steps
from bot.cases.steps import PERSON, Made, NoCase, make
from bot.cases.telling import day_text
from bot.engine.content import Content
from bot.engine.hours import Holiday
from bot.messages import Language
from bot.ports.records import Case, InterviewTime
from bot.ports.store import Transaction

CHOOSE, REMIND, CONFIRM = "choose", "remind", "confirm"  # steps of the kinds of cases that take a time
INTERVIEW = "interview"  # what a time in the calendar is for
SYSTEM = "wasl"  # who reminds
MOST_OFFERED = 6  # times listed for a person at once
NOTICE = timedelta(hours=2)  # a time that begins sooner is not offered any more
AHEAD = timedelta(days=1)  # the reminder comes so long before
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=4)
PLACE = 120  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """The time is in the calendar."""

    time: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The time is over, or no time at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotWorking:
    """Nobody works then; `holiday` if that is why."""

    holiday: Holiday | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """Whoever receives has another interview then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """Somebody else took the time, or it is over."""


Unoffered = Past | NotWorking | Clash


def offer(
    tx: Transaction,
    content: Content,
    *,
    staff: str,
    starts_at: datetime,
    length: timedelta,
    place: str,
    by: str,
    now: datetime,
) -> Offered | Unoffered:
    """Put a free time into the calendar, within the working hours where they are known."""
    organisation, ends_at = content.organisation.id, starts_at + length
    if starts_at <= now or not SHORTEST <= length <= LONGEST:
        return Past()
    if refused := closed(content, starts_at, ends_at):
        return refused
    if tx.interviews.clashes(organisation, staff=staff, starts_at=starts_at, ends_at=ends_at):
        return Clash()
    kept = InterviewTime(
        id=0,
        organisation=organisation,
        staff=staff,
        starts_at=starts_at,
        ends_at=ends_at,
        place=" ".join(place.split())[:PLACE],
        created_by=by,
        created_at=now,
    )
    time = tx.interviews.add(kept)
    detail = {"staff": staff, "starts": starts_at.isoformat()}
    tx.staff.audit(organisation, actor=by, action="interview-time", subject=str(time), detail=detail, at=now)
    return Offered(time=time)


def takes_a_time(content: Content, case: Case) -> bool:
    """Whether a case may take a time, or another one, as it stands."""
    steps = open_steps(content.lives.get(case.kind), content.case_settings, case.stage, PERSON)
    return CHOOSE in {step.id for step in steps}


def choices(tx: Transaction, content: Content, case: Case, *, now: datetime) -> Sequence[InterviewTime]:
    """Return the times that a case may take, the next first."""
    if not takes_a_time(content, case):
        return ()
    return tx.interviews.free(case.organisation, after=now + NOTICE, limit=MOST_OFFERED)


def take(
    tx: Transaction, content: Content, reference: str, time: int, *, actor: str, now: datetime
) -> Made | NoCase | Refusal | Gone:
    """Let a case take a time and give its former one back; `actor`: "person", or staff on the phone.

    Of two that want one time, one gets it: the time is taken by one conditional update.
    """
    organisation = content.organisation.id
    case, wanted = tx.cases.lock(organisation, reference), tx.interviews.get(organisation, time)
    if case is None:
        return NoCase()
    if not takes_a_time(content, case):
        return make(tx, content, reference, Wish(step=CHOOSE, actor=PERSON, now=now), actor=actor)
    if wanted is None or not tx.interviews.take(organisation, time, case=case.id, at=now):
        return Gone()
    tx.interviews.free_again(organisation, case.id, after=now, but=time)
    wish = Wish(step=CHOOSE, actor=PERSON, now=now, given=_given(content, wanted))
    return make(tx, content, reference, wish, actor=actor)


def confirm(
    tx: Transaction, content: Content, reference: str, *, actor: str, now: datetime
) -> Made | NoCase | Refusal | Gone:
    """Keep that the person comes at the time that was set; `actor`: "person", or staff who were told so.

    Gone: it was confirmed before, or the time is over.
    """
    organisation, case = content.organisation.id, tx.cases.lock(content.organisation.id, reference)
    if case is None:
        return NoCase()
    wish = Wish(step=CONFIRM, actor=PERSON, now=now)
    steps = open_steps(content.lives.get(case.kind), content.case_settings, case.stage, PERSON)
    if CONFIRM not in {step.id for step in steps}:
        return make(tx, content, reference, wish, actor=actor)
    times = tx.interviews.of_case(organisation, case.id)
    coming = next((time for time in times if time.starts_at > now), None)
    if coming is None:
        given = _outside(tx, case) if not times else {}
    else:
        given = _given(content, coming) if tx.interviews.confirm(organisation, coming.id, at=now) else {}
    return make(tx, content, reference, replace(wish, given=given), actor=actor) if given else Gone()


def _outside(tx: Transaction, case: Case) -> dict[str, str]:
    """Return the time that staff have set outside the calendar; nothing once it was confirmed."""
    for step in reversed(tx.cases.steps(case.organisation, case.id)):
        if step.action == CONFIRM:
            return {}
        if step.detail.get("on"):
            return {name: str(step.detail[name]) for name in ("on", "place") if name in step.detail}
    return {}


def remind(tx: Transaction, content: Content, time: InterviewTime, case: Case, *, now: datetime) -> bool:
    """Tell a person of the interview that is near; True if it was not done before."""
    if not tx.interviews.reminded(time.organisation, time.id, at=now):
        return False
    wish = Wish(step=REMIND, actor=PERSON, now=now, given=_given(content, time))
    return isinstance(make(tx, content, case.reference, wish, actor=SYSTEM), Made)


def when_text(content: Content, time: InterviewTime, language: Language) -> str:
    """Return the day of a time in both calendars, and its hour."""
    local = time.starts_at.astimezone(ZoneInfo(content.timezone))
    weekday = content.texts(language, f"engine.weekday.{local:%w}")
    return f"{weekday} {day_text(local.date().isoformat(), language)} · {local:%H:%M}"


def _given(content: Content, time: InterviewTime) -> dict[str, str]:
    local = time.starts_at.astimezone(ZoneInfo(content.timezone))
    place = " · ".join(part for part in (f"{local:%H:%M}", time.place) if part)
    return {"on": local.date().isoformat(), "place": place}


def closed(content: Content, starts_at: datetime, ends_at: datetime) -> NotWorking | None:
    """Tell whether nobody works then; None where the hours are not known."""
    hours = content.hours
    if hours is None:
        return None
    holiday = hours.holiday(hours.local(starts_at).date())
    until = hours.open_until(starts_at)
    return None if holiday is None and until is not None and until >= ends_at else NotWorking(holiday=holiday)
