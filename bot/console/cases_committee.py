"""The committee: its sessions, the agenda, who was there, decisions and minutes."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from bot.cases import committee
from bot.cases.life import Refusal
from bot.cases.steps import Made, NoCase
from bot.cases.urgent_replies import confirm
from bot.console.cases import case_row
from bot.console.cases_page import read_wish
from bot.console.cases_session import Agenda, agenda, may_keep, trouble, urgent_replies, waiting
from bot.console.drawing import Drawing
from bot.console.minutes import minutes
from bot.console.posted import posted, words
from bot.console.printing import print_out
from bot.console.visits import HOME, Visit, Visits
from bot.ports.records import CommitteeSession, Member, UrgentReply
from bot.ports.store import Transaction

Outcome = CommitteeSession | UrgentReply | Made | NoCase | Refusal | committee.Trouble
UNSAID = "unsaid"  # organisation of a form that names none


class CommitteePages:
    """Pages of the committee's sessions; supervisors and administrators keep them, all read them."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/committee", include_in_schema=False)
        routes.add_api_route("", self.index, methods=["GET"])
        routes.add_api_route("", self.begin, methods=["POST"])
        routes.add_api_route("/{organisation}/{session}", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/{session}/minutes", self.minutes, methods=["GET"])
        routes.add_api_route("/{organisation}/{session}/minutes.pdf", self.printed, methods=["GET"])
        routes.add_api_route("/{organisation}/{session}/{act}", self.act, methods=["POST"])
        return routes

    async def index(self, request: Request, org: str = "") -> Response:
        """List sessions, and the cases that wait for one."""
        visit = await self._visits.read(request)
        asked = [one for one in visit.organisations() if org in ("", one)]
        sessions = await self._needs.store.read.committee_sessions(asked)
        waits = [case_row(case, visit) for one in asked for case in await waiting(visit, one)]
        keeps = [one for one in asked if may_keep(visit, one)]
        return self._drawing.page(
            request, visit, "committee.html", sessions=sessions, waits=waits, keeps=keeps, org=org
        )

    async def begin(self, request: Request) -> Response:
        """Plan a session."""
        visit = await self._visits.read(request)
        fields = await self._visits.posted(request, visit)
        organisation = fields.get("org", UNSAID)
        if not may_keep(visit, organisation):
            raise HTTPException(403)
        held_at = _time(fields.get("at", ""), visit.content(organisation).timezone)
        new, now, by = self._needs.new_id(), self._needs.now(), visit.staff.id
        made = await self._needs.store.write(
            lambda tx: committee.begin(
                tx, organisation, new, held_at=held_at, place=fields.get("place", ""), by=by, now=now
            )
        )
        return RedirectResponse(f"{HOME}/committee/{organisation}/{made.id}", 303)

    async def show(self, request: Request, organisation: str, session: str) -> Response:
        """Show one session."""
        visit = await self._visits.read(request)
        found = await self._find(visit, organisation, session)
        return await self._page(request, visit, found)

    async def minutes(self, request: Request, organisation: str, session: str) -> Response:
        """Show the minutes, to be printed."""
        visit = await self._visits.read(request)
        found = await self._find(visit, organisation, session)
        return await self._page(request, visit, found, template="minutes.html")

    async def printed(self, request: Request, organisation: str, session: str) -> Response:
        """Hand out the minutes for print."""
        visit = await self._visits.read(request)
        found = await self._find(visit, organisation, session)
        made = minutes(visit, found, await agenda(visit, found))
        return await print_out(made, f"minutes-{organisation}-{found.number}.pdf", visit)

    async def act(self, request: Request, organisation: str, session: str, act: str) -> Response:
        """Do something with a session; the page comes again with the reason if it cannot be done."""
        visit = await self._visits.read(request)
        found = await self._find(visit, organisation, session)
        if act not in ACTS:
            raise HTTPException(404)
        if not may_keep(visit, organisation):
            raise HTTPException(403)
        async with posted(request) as form:
            self._visits.check(request, visit, words(form))
            done = await self._needs.store.write(lambda tx: ACTS[act](tx, visit, found, form))
            filled = words(form)
        if isinstance(done, CommitteeSession | UrgentReply | Made):
            return RedirectResponse(f"{HOME}/committee/{organisation}/{session}", 303)
        if isinstance(done, NoCase):
            raise HTTPException(404)
        case = await self._needs.store.read.case(organisation, filled.get("case", ""))
        refused = trouble(done, case, visit)
        return await self._page(request, visit, found, refused=refused, filled=filled)

    async def _page(
        self,
        request: Request,
        visit: Visit,
        session: CommitteeSession,
        *,
        template: str = "session.html",
        refused: str = "",
        filled: dict[str, str] | None = None,
    ) -> Response:
        listed: list[Agenda] = await agenda(visit, session)
        on_it = {one.row.case.id for one in listed}
        waits = [
            case_row(case, visit)
            for case in await waiting(visit, session.organisation)
            if case.id not in on_it
        ]
        keeps = may_keep(visit, session.organisation) and session.closed_at is None
        return self._drawing.page(
            request,
            visit,
            template,
            409 if refused else 200,
            session=session,
            urgent=await urgent_replies(visit, session),
            agenda=listed,
            waits=waits,
            keeps=keeps,
            refused=refused,
            filled=filled or {},
        )

    async def _find(self, visit: Visit, organisation: str, session: str) -> CommitteeSession:
        found = None
        if organisation in visit.organisations():
            found = await self._needs.store.read.committee_session(organisation, session)
        if found is None:
            raise HTTPException(404)
        return found


def _put(tx: Transaction, visit: Visit, session: CommitteeSession, form: FormData) -> Outcome:
    content, now = visit.content(session.organisation), visit.needs.now()
    done: Outcome = session
    for reference in form.getlist("case"):
        done = committee.put(tx, content, session.id, str(reference), by=visit.staff.id, now=now)
        if not isinstance(done, CommitteeSession):
            return done
    return done


def _take_off(tx: Transaction, visit: Visit, session: CommitteeSession, form: FormData) -> Outcome:
    reference, now = words(form).get("case", ""), visit.needs.now()
    return committee.take_off(tx, session.organisation, session.id, reference, by=visit.staff.id, now=now)


def _attend(tx: Transaction, visit: Visit, session: CommitteeSession, form: FormData) -> Outcome:
    """Keep the members: a line a name, those who were away in the second field."""
    fields, now = words(form), visit.needs.now()
    members = [
        Member(name=name, present=present)
        for field, present in (("present", True), ("absent", False))
        for name in fields.get(field, "").splitlines()
    ]
    return committee.attend(tx, session.organisation, session.id, members, by=visit.staff.id, now=now)


def _minutes(tx: Transaction, visit: Visit, session: CommitteeSession, form: FormData) -> Outcome:
    text, now = words(form).get("minutes", ""), visit.needs.now()
    return committee.write_minutes(tx, session.organisation, session.id, text, by=visit.staff.id, now=now)


def _close(tx: Transaction, visit: Visit, session: CommitteeSession, form: FormData) -> Outcome:  # noqa: ARG001
    return committee.close(tx, session.organisation, session.id, by=visit.staff.id, now=visit.needs.now())


def _decide(tx: Transaction, visit: Visit, session: CommitteeSession, form: FormData) -> Outcome:
    fields = words(form)
    case = tx.cases.find(session.organisation, fields.get("case", ""))
    if case is None:
        return NoCase()
    wish = read_wish(fields.get("step", ""), case, fields, visit)
    conflicts = [str(name) for name in form.getlist("conflict")]
    content, by = visit.content(session.organisation), visit.staff.id
    return committee.decide(tx, content, session.id, case.reference, wish, conflicts=conflicts, by=by)


def _confirm(tx: Transaction, visit: Visit, session: CommitteeSession, form: FormData) -> Outcome:
    reply = words(form).get("reply", "")
    return confirm(
        tx,
        visit.content(session.organisation),
        session.id,
        int(reply) if reply.isdecimal() else 0,
        conflicts=[str(name) for name in form.getlist("conflict")],
        by=visit.staff.id,
        now=visit.needs.now(),
    )


ACTS: dict[str, Callable[[Transaction, Visit, CommitteeSession, FormData], Outcome]] = {
    "put": _put,
    "take-off": _take_off,
    "attend": _attend,
    "write": _minutes,
    "close": _close,
    "decide": _decide,
    "confirm": _confirm,
}


def _time(text: str, zone: str) -> datetime:
    """Read a local time of a form. 400 if it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    except ValueError as error:
        raise HTTPException(400) from error
