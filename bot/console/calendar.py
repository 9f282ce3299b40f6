"""The calendar of interviews: a week of times, who took which, and times added, booked and removed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.cases import home_visits, interviews
from bot.cases.home_visits import NoVisit
from bot.cases.interviews import Past
from bot.cases.life import Refusal
from bot.cases.steps import Made, NoCase
from bot.console.calendar_shown import (
    WEEK,
    days_of_week,
    free_times,
    open_cases,
    trouble,
    waiting,
)
from bot.console.cases_shown import role_of
from bot.console.cases_words import refusal
from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.permissions import may
from bot.ports.records import Case, Staff
from bot.ports.store import Transaction

MOST_IN_A_ROW = 12


class Calendar:
    """The page of a week; whoever may answer people may add and book times."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/calendar", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/add", self.add, methods=["POST"])
        routes.add_api_route("/{organisation}/visit", self.plan_visit, methods=["POST"])
        routes.add_api_route("/{organisation}/{time}/confirm", self.confirm, methods=["POST"])
        routes.add_api_route("/{organisation}/{time}/move", self.move, methods=["POST"])
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
        receives = await self._colleague(visit, organisation, fields)

        def work(tx: Transaction) -> interviews.Offered | interviews.Unoffered:
            done: interviews.Offered | interviews.Unoffered = Past()
            for number in range(count):
                done = interviews.offer(
                    tx, content, staff=receives.id, starts_at=first + number * length, length=length,
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

    async def plan_visit(self, request: Request, organisation: str) -> Response:
        """Plan a visit for a case by a colleague, or move the one it has."""
        visit, fields = await self._posted(request, organisation)
        content, now, role = visit.content(organisation), self._needs.now(), role_of(organisation, visit)
        first, length, _ = _times(fields | {"count": "1"}, content.timezone)
        goes, reference = await self._colleague(visit, organisation, fields), fields.get("case", "")
        if role is None:
            raise HTTPException(403)
        done = await self._needs.store.write(
            lambda tx: home_visits.plan(
                tx, content, reference,
                staff=goes, starts_at=first, length=length, by=visit.staff.id, role=role, now=now,
            )
        )  # fmt: skip
        local = first.astimezone(ZoneInfo(content.timezone)).date()
        if isinstance(done, Made):
            return self._back(organisation, local)
        if isinstance(done, Refusal):
            case = await self._needs.store.read.case(organisation, reference)
            why = refusal(done, case, visit) if case else visit.say("visit.none")
        elif isinstance(done, NoCase | NoVisit):
            why = visit.say("visit.none")
        else:
            why = trouble(done, visit)
        planned = {f"visit.{name}": value for name, value in fields.items()}
        return await self._page(request, visit, organisation, local, why, planned)

    async def confirm(self, request: Request, organisation: str, time: int) -> Response:
        """Keep that a visit stands, or that a person has said they come to their interview."""
        visit, fields = await self._posted(request, organisation)
        content, by, now = visit.content(organisation), visit.staff.id, self._needs.now()

        def work(tx: Transaction) -> bool:
            case = _interviewed(tx, organisation, time)
            if case is None:
                return home_visits.confirm(tx, organisation, time, by=by, now=now)
            return isinstance(interviews.confirm(tx, content, case.reference, actor=by, now=now), Made)

        done, day = await self._needs.store.write(work), _day(fields.get("week", ""))
        if done:
            return self._back(organisation, day or now.date())
        return await self._page(request, visit, organisation, day, visit.say("visit.gone"))

    async def move(self, request: Request, organisation: str, time: int) -> Response:
        """Give the interview at a time another one, as the person has asked for or staff need."""
        visit, fields = await self._posted(request, organisation)
        content, by, now = visit.content(organisation), visit.staff.id, self._needs.now()
        to = int(fields["to"]) if fields.get("to", "").isdecimal() else 0

        def work(tx: Transaction) -> bool:
            case = _interviewed(tx, organisation, time)
            return case is not None and isinstance(
                interviews.take(tx, content, case.reference, to, actor=by, now=now), Made
            )

        done, day = await self._needs.store.write(work), _day(fields.get("week", ""))
        if done:
            return self._back(organisation, day or now.date())
        return await self._page(request, visit, organisation, day, visit.say("calendar.gone"))

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

    async def _colleague(self, visit: Visit, organisation: str, fields: Mapping[str, str]) -> Staff:
        """Return for whom a time is: oneself, or for supervisors a colleague. 403 for anybody else."""
        named = fields.get("who", "") or visit.staff.id
        found = next((one for one in await self._colleagues(visit, organisation) if one.id == named), None)
        if found is None:
            raise HTTPException(403)
        return found

    async def _colleagues(self, visit: Visit, organisation: str) -> list[Staff]:
        """Return for whom the visitor may add times: themselves, a supervisor for all who answer people."""
        if not visit.may(organisation, "take-over"):
            return [visit.staff]
        accounts = await self._needs.store.write(lambda tx: tx.staff.list())
        able = [
            one for one in accounts if may(one, organisation, "reply") and organisation not in one.branches
        ]
        return sorted(able, key=lambda one: (one.id != visit.staff.id, one.name))

    async def _posted(self, request: Request, organisation: str) -> tuple[Visit, dict[str, str]]:
        visit = await self._visits.read(request)
        fields = await self._visits.posted(request, visit)
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
        waits = await waiting(visit, organisation)
        role = role_of(organisation, visit)
        to_visit = await open_cases(visit, organisation, role, lambda step: step.books) if role else []
        return self._drawing.page(
            request, visit, "calendar.html", 409 if refused else 200,
            org=organisation, days=await days_of_week(visit, organisation, first), waits=waits,
            first=first, today=today, week=timedelta(days=WEEK), refused=refused, filled=filled or {},
            free=await free_times(visit, organisation),
            may_add=visit.may(organisation, "reply"), now=self._needs.now(), to_visit=to_visit,
            colleagues=await self._colleagues(visit, organisation),
        )  # fmt: skip

    def _back(self, organisation: str, day: date) -> Response:
        return RedirectResponse(f"{HOME}/calendar?org={organisation}&week={day.isoformat()}", 303)


def _interviewed(tx: Transaction, organisation: str, time: int) -> Case | None:
    """Return the case whose interview a time is; None for a visit, a free time or none."""
    found = tx.interviews.get(organisation, time)
    if found is None or found.case is None or found.purpose != interviews.INTERVIEW:
        return None
    return tx.cases.get(organisation, found.case)


class _RefusedError(Exception):
    """Rolls back what was added before a time that cannot be."""

    def __init__(self, why: interviews.Unoffered) -> None:
        super().__init__()
        self.why = why


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
