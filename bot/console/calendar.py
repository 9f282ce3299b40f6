"""The calendar of interviews: a week of times, who took which, and times added, booked and removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.cases import interviews
from bot.cases.interviews import Clash, Gone, NotWorking, Past
from bot.cases.steps import Made
from bot.cases.telling import day_text
from bot.console.drawing import Drawing
from bot.console.posted import posted, words
from bot.console.visits import HOME, Visit, Visits
from bot.ports.records import Case, InterviewTime
from bot.ports.store import Transaction

WEEK = 7  # days
MOST_IN_A_ROW = 12


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


class Calendar:
    """The page of a week; whoever may answer people may add and book times."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix="/calendar", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/add", self.add, methods=["POST"])
        routes.add_api_route("/{organisation}/{time}/take", self.take, methods=["POST"])
        routes.add_api_route("/{organisation}/{time}/remove", self.remove, methods=["POST"])
        return routes

    async def show(self, request: Request, org: str = "", week: str = "") -> Response:
        """Show a week of one organisation: the first that the visitor works in, unless named."""
        visit = await self._visits.read(request)
        return await self._page(request, visit, _organisation(visit, org), _day(week))

    async def add(self, request: Request, organisation: str) -> Response:
        """Add one or more times in a row; all or none."""
        visit, fields = await self._posted(request, organisation)
        content, now, by = visit.content(organisation), self._needs.now(), visit.staff.id
        first, length, count = _times(fields, content.timezone)

        def work(tx: Transaction) -> interviews.Offered | interviews.Unoffered:
            done: interviews.Offered | interviews.Unoffered = Past()
            for number in range(count):
                done = interviews.offer(
                    tx, content, staff=by, starts_at=first + number * length, length=length,
                    place=fields.get("place", ""), by=by, now=now,
                )  # fmt: skip
                if not isinstance(done, interviews.Offered):
                    raise _RefusedError(done)
            return done

        try:
            await self._needs.store.write(work)
        except _RefusedError as error:
            why = trouble(error.why, visit)
            return await self._page(request, visit, organisation, first.date(), why, fields)
        return self._back(organisation, first.astimezone(ZoneInfo(content.timezone)).date())

    async def take(self, request: Request, organisation: str, time: int) -> Response:
        """Book a time for a person on the phone or at the desk."""
        visit, fields = await self._posted(request, organisation)
        content, now, by = visit.content(organisation), self._needs.now(), visit.staff.id
        done = await self._needs.store.write(
            lambda tx: interviews.take(tx, content, fields.get("case", ""), time, actor=by, now=now)
        )
        day = _day(fields.get("week", ""))
        if isinstance(done, Made):
            return self._back(organisation, day or now.date())
        return await self._page(request, visit, organisation, day, visit.say("calendar.gone"))

    async def remove(self, request: Request, organisation: str, time: int) -> Response:
        """Remove a time that nobody has taken."""
        visit, fields = await self._posted(request, organisation)
        done = await self._needs.store.write(lambda tx: tx.interviews.remove(organisation, time))
        day = _day(fields.get("week", ""))
        if done:
            return self._back(organisation, day or self._needs.now().date())
        return await self._page(request, visit, organisation, day, visit.say("calendar.gone"))

    async def _posted(self, request: Request, organisation: str) -> tuple[Visit, dict[str, str]]:
        visit = await self._visits.read(request)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
        if organisation not in visit.organisations("reply"):  # the times are of the whole of it
            raise HTTPException(403)
        return visit, fields

    async def _page(
        self,
        request: Request,
        visit: Visit,
        organisation: str,
        day: date | None,
        refused: str = "",
        filled: Mapping[str, str] | None = None,
    ) -> Response:
        zone = ZoneInfo(visit.content(organisation).timezone)
        today = self._needs.now().astimezone(zone).date()
        first = _sunday(day or today)
        waits = await self._waiting(visit, organisation)
        return self._drawing.page(
            request, visit, "calendar.html", 409 if refused else 200,
            org=organisation, days=await self._days(visit, organisation, first), waits=waits,
            first=first, today=today, week=timedelta(days=WEEK), refused=refused, filled=filled or {},
            may_add=visit.may(organisation, "reply"), now=self._needs.now(),
        )  # fmt: skip

    async def _days(self, visit: Visit, organisation: str, first: date) -> list[Day]:
        read, zone = self._needs.store.read, ZoneInfo(visit.content(organisation).timezone)
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

    async def _waiting(self, visit: Visit, organisation: str) -> list[Case]:
        """Return the cases that may take a time, those first that wait longest; one with a time is last."""
        content = visit.content(organisation)
        kinds = [life for life in content.lives.values() if life.step(interviews.CHOOSE) is not None]
        stages = sorted({stage.id for life in kinds for stage in life.stages if stage.open})
        if not stages:
            return []
        found = await self._needs.store.read.cases([organisation], stages=stages, longest=True)
        return [case for case in found if interviews.takes_a_time(content, case)]

    def _back(self, organisation: str, day: date) -> Response:
        return RedirectResponse(f"{HOME}/calendar?org={organisation}&week={day.isoformat()}", 303)


class _RefusedError(Exception):
    """Rolls back what was added before a time that cannot be."""

    def __init__(self, why: interviews.Unoffered) -> None:
        super().__init__()
        self.why = why


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


def _organisation(visit: Visit, named: str) -> str:
    allowed = visit.organisations()
    if not allowed or (named and named not in allowed):
        raise HTTPException(404)
    return named or allowed[0]


def _sunday(day: date) -> date:
    return day - timedelta(days=int(f"{day:%w}"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _times(fields: Mapping[str, str], zone: str) -> tuple[datetime, timedelta, int]:
    """Read the first time, the length of each and how many. 400 if the form is not ours."""
    try:
        first = datetime.fromisoformat(f"{fields['day']}T{fields['from']}").replace(tzinfo=ZoneInfo(zone))
        length, count = timedelta(minutes=int(fields["length"])), int(fields["count"])
    except (KeyError, ValueError, OverflowError) as error:
        raise HTTPException(400) from error
    if not 1 <= count <= MOST_IN_A_ROW:
        raise HTTPException(400)
    return first, length, count
