"""My account: where I am signed in."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.sessions import end, end_others, is_own, sessions

ADDRESS = f"{HOME}/account"
OTHERS = "others"  # instead of a session: all but the one that asks


class Account:
    """The page that each member of staff has of their own account."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=HOME, include_in_schema=False)
        routes.add_api_route("/account", self.show, methods=["GET"])
        routes.add_api_route("/account/sessions", self.end, methods=["POST"])
        return routes

    async def show(self, request: Request) -> Response:
        """Show the account."""
        visit = await self._visits.read(request)
        now = self._needs.now()
        live = await self._needs.store.look(lambda tx: sessions(tx, visit.staff, now=now))
        signed_in = [(one, is_own(one, visit.token)) for one in live]
        return self._drawing.page(request, visit, "account.html", sessions=signed_in, others=OTHERS)

    async def end(self, request: Request) -> Response:
        """End a session, or all others; whose own it was, signs in again."""
        visit = await self._visits.read(request)
        fields = await self._visits.posted(request, visit)
        await self._ended(visit, fields.get("session", ""))
        return RedirectResponse(ADDRESS, 303)

    async def _ended(self, visit: Visit, session: str) -> None:
        now, write = self._needs.now(), self._needs.store.write
        if session == OTHERS:
            await write(lambda tx: end_others(tx, visit.staff, visit.token, now=now))
        elif not await write(lambda tx: end(tx, visit.staff, session, now=now)):
            raise HTTPException(404)
