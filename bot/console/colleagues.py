"""Colleagues: who works where, for supervisors and administrators."""

from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.accounts import Changed, NoAccount
from bot.desk.leaving import HandedOn, NoTaker, Taker, leave
from bot.desk.outcomes import NotAllowed
from bot.desk.second_step import NotOn, NotTheirs, may_switch_off, switch_off
from bot.ports.store import Transaction

TEAM = "team:"  # begins who takes chats over if that is a team
ADDRESS = f"{HOME}/colleagues"


class Colleagues:
    """The list of colleagues and what may be done for them."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/colleagues", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/leave", self.leave, methods=["POST"])
        routes.add_api_route("/second-step", self.switch_off, methods=["POST"])
        return routes

    async def show(self, request: Request) -> Response:
        """List who has a role where the visitor supervises."""
        visit = await self._supervisor(request)
        return await self._page(request, visit)

    async def leave(self, request: Request) -> Response:
        """Hand all chats of a colleague on and end their sessions; lock the account if that is asked for."""
        visit = await self._supervisor(request)
        fields = await self._visits.posted(request, visit)
        outcome = await self._needs.store.write(lambda tx: self._left(tx, visit, fields))
        match outcome:
            case HandedOn(chats=chats):
                return await self._page(request, visit, visit.say("colleagues.left", count=chats))
            case NoTaker(organisation=place):
                trouble = visit.say("colleagues.no-taker", place=visit.name_of(place))
                return await self._page(request, visit, trouble, 409)
            case NotAllowed():
                raise HTTPException(403)
        raise HTTPException(404)

    def _left(
        self, tx: Transaction, visit: Visit, fields: Mapping[str, str]
    ) -> HandedOn | NoTaker | NotAllowed | NoAccount:
        leaver = tx.staff.by_login(fields.get("login", ""))
        if leaver is None:
            return NoAccount()
        places = [one for one in visit.organisations("take-over") if one in leaver.roles]
        locking = fields.get("lock") == "1"
        if leaver.id == visit.staff.id or not places or (locking and not may_switch_off(visit.staff, leaver)):
            return NotAllowed()
        to, team = fields.get("to", ""), fields.get("to", "").removeprefix(TEAM)
        taker = Taker(team=team) if team != to else Taker(staff=to or None)
        desks = partial(self._needs.desk, tx, visit.staff)
        return leave(desks, leaver, taker, places=places, locking=locking)

    async def _page(self, request: Request, visit: Visit, told: str = "", status: int = 200) -> Response:
        places = visit.organisations("take-over")
        accounts, teams, held = await self._needs.store.look(
            lambda tx: (
                tx.staff.list(),
                sorted({team for place in places for team, _ in tx.teams.all(place)}),
                {
                    one.id: sum(len(tx.conversations.held_by(place, one.id)) for place in places)
                    for one in tx.staff.list()
                },
            )
        )
        shared = [(one, [place for place in places if place in one.roles]) for one in accounts]
        return self._drawing.page(
            request,
            visit,
            "colleagues.html",
            status,
            rows=[(one, here) for one, here in shared if here],
            held=held,
            teams=teams,
            told=told,
            may_switch_off=lambda one: may_switch_off(visit.staff, one),
        )

    async def switch_off(self, request: Request) -> Response:
        """Switch off a colleague's code at sign-in, who has lost phone and recovery codes."""
        visit = await self._supervisor(request)
        fields = await self._visits.posted(request, visit)
        login, now = fields.get("login", ""), self._needs.now()
        outcome = await self._needs.store.write(lambda tx: switch_off(tx, login, now=now, actor=visit.staff))
        match outcome:
            case NotTheirs():
                raise HTTPException(403)
            case NoAccount():
                raise HTTPException(404)
            case NotOn() | Changed():
                return RedirectResponse(ADDRESS, 303)

    async def _supervisor(self, request: Request) -> Visit:
        visit = await self._visits.read(request)
        if not visit.organisations("take-over"):
            raise HTTPException(403)
        return visit
