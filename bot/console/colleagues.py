"""Colleagues: who works where, for supervisors and administrators."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.posted import posted, words
from bot.console.visits import HOME, Visit, Visits
from bot.desk.accounts import Changed, NoAccount
from bot.desk.second_step import NotOn, NotTheirs, may_switch_off, switch_off

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
        routes = APIRouter(prefix="/colleagues", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/second-step", self.switch_off, methods=["POST"])
        return routes

    async def show(self, request: Request) -> Response:
        """List who has a role where the visitor supervises."""
        visit = await self._supervisor(request)
        places = visit.organisations("take-over")
        accounts = await self._needs.store.write(lambda tx: tx.staff.list())
        rows = [(one, [place for place in places if place in one.roles]) for one in accounts]
        return self._drawing.page(
            request, visit, "colleagues.html",
            rows=[(one, shared) for one, shared in rows if shared],
            may_switch_off=lambda one: may_switch_off(visit.staff, one),
        )  # fmt: skip

    async def switch_off(self, request: Request) -> Response:
        """Switch off a colleague's code at sign-in, who has lost phone and recovery codes."""
        visit = await self._supervisor(request)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
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
