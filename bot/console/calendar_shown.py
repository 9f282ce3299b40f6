"""What the page of the calendar shows: a week of times, who waits for one, and where one may be moved to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cases import interviews
from bot.cases.interviews import Clash, Gone, NotWorking
from bot.cases.life import open_steps
from bot.cases.steps import PERSON
from bot.cases.targets import since
from bot.cases.telling import day_text
from bot.console.visits import Visit
from bot.engine.life import Actor, Step
from bot.ports.records import Case, InterviewTime

WEEK = 7  # days
MOST_FREE = 40  # times to which an interview may be moved


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A time as the page shows it."""

    time: InterviewTime
    clock: str  # local, from and until
    staff: str
    case: Case | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day of the week that is shown."""

    weekday: str  # Sunday is 0
    words: str  # in both calendars
    iso: str
    closed: str  # why nobody works, in words; empty = they do, or the hours are not known
    slots: list[Slot]


async def free_times(visit: Visit, organisation: str) -> list[tuple[int, str]]:
    """Return the next free times, to which an interview may be moved."""
    content, now = visit.content(organisation), visit.needs.now()
    found = await visit.needs.store.look(
        lambda tx: tx.interviews.free(organisation, after=now, limit=MOST_FREE)
    )
    return [(one.id, interviews.when_text(content, one, visit.language)) for one in found]


async def days_of_week(visit: Visit, organisation: str, first: date) -> list[Day]:
    """Return the days of a week with their times."""
    read, zone = visit.needs.store.read, ZoneInfo(visit.content(organisation).timezone)
    begin = datetime(first.year, first.month, first.day, tzinfo=zone)
    end = datetime.combine(first + timedelta(days=WEEK), begin.timetz())
    names = await read.staff_names()
    slots: dict[date, list[Slot]] = {}
    for time in await read.interview_times([organisation], after=begin, before=end):
        case = await read.case_by_id(organisation, time.case) if time.case else None
        starts, ends = time.starts_at.astimezone(zone), time.ends_at.astimezone(zone)
        slot = Slot(
            time=time, clock=f"{starts:%H:%M}–{ends:%H:%M}", staff=names.get(time.staff, ""), case=case
        )
        slots.setdefault(starts.date(), []).append(slot)
    days = (first + timedelta(days=number) for number in range(WEEK))
    return [_shown(visit, organisation, day, slots.get(day, [])) for day in days]


async def waiting(visit: Visit, organisation: str) -> list[Case]:
    """Return the cases that may take a time, those first that wait longest; one with a time is last."""
    return await open_cases(visit, organisation, PERSON, lambda step: step.id == interviews.CHOOSE)


async def open_cases(
    visit: Visit, organisation: str, actor: Actor, gives: Callable[[Step], bool]
) -> list[Case]:
    """Return the cases from whose stage a step leads that the calendar gives.

    Each kind is asked for by itself: many cases of another kind must not push them out of the list.
    """
    content, found = visit.content(organisation), list[Case]()
    for life in content.lives.values():
        stages = [
            stage.id
            for stage in life.stages
            if stage.open and any(map(gives, open_steps(life, content.case_settings, stage.id, actor)))
        ]
        if stages:
            found += await visit.needs.store.read.cases(
                [organisation], kind=life.id, stages=stages, longest=True
            )
    return sorted(found, key=since)


def trouble(why: interviews.Unoffered | Gone, visit: Visit) -> str:
    """Say why a time cannot be offered or taken."""
    match why:
        case NotWorking(holiday=holiday) if holiday is not None:
            return visit.say("calendar.holiday", name=holiday.name[visit.language])
        case NotWorking():
            return visit.say("calendar.not-working")
        case Clash():
            return visit.say("calendar.clash")
        case Gone():
            return visit.say("calendar.gone")
    return visit.say("calendar.past")


def _shown(visit: Visit, organisation: str, day: date, slots: list[Slot]) -> Day:
    content = visit.content(organisation)
    hours, closed = content.hours, ""
    if hours is not None and (holiday := hours.holiday(day)) is not None:
        closed = holiday.name[visit.language]
    elif hours is not None and not hours.spans(day):
        closed = visit.say("calendar.closed")
    return Day(
        weekday=content.texts(visit.language, f"engine.weekday.{day:%w}"),
        words=day_text(day.isoformat(), visit.language),
        iso=day.isoformat(),
        closed=closed,
        slots=slots,
    )
