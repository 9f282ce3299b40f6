"""My account: the code at sign-in, set up, renewed and switched off. Works without scripts."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.account import ADDRESS as ACCOUNT
from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.second_step import Codes, NotOn, WrongCode, address, begin, confirm, renew, turn_off
from bot.desk.signin import TooManyTries
from bot.pages.codes import pictured

ADDRESS = f"{ACCOUNT}/second-step"
ISSUER = "Wasl"  # as the app lists it; Latin letters make a picture of half as many squares
_SCALE = 5  # pixels of a module of the picture


class SecondStepPages:
    """The page on which a member of staff looks after their own second step."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/account/second-step", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/begin", self.begin, methods=["POST"])
        routes.add_api_route("/confirm", self.confirm, methods=["POST"])
        routes.add_api_route("/codes", self.renew, methods=["POST"])
        routes.add_api_route("/off", self.turn_off, methods=["POST"])
        return routes

    async def show(self, request: Request) -> Response:
        """Show how it stands: off, being set up (with the picture), or on."""
        return await self._page(request, await self._visits.read(request, securing=True))

    async def begin(self, request: Request) -> Response:
        """Make a secret and show it."""
        visit, _ = await self._posted(request)
        await self._needs.store.write(lambda tx: begin(tx, visit.staff, now=self._needs.now()))
        return RedirectResponse(ADDRESS, 303)

    async def confirm(self, request: Request) -> Response:
        """Put it in force with a first code, and show the recovery codes."""
        visit, code = await self._posted(request)
        outcome = await self._needs.store.write(
            lambda tx: confirm(tx, visit.staff, code, now=self._needs.now(), token=visit.token)
        )
        return await self._answer(request, visit, outcome)

    async def renew(self, request: Request) -> Response:
        """Show new recovery codes."""
        visit, code = await self._posted(request)
        outcome = await self._needs.store.write(
            lambda tx: renew(tx, visit.staff, code, now=self._needs.now())
        )
        return await self._answer(request, visit, outcome)

    async def turn_off(self, request: Request) -> Response:
        """Do without it, where no organisation requires it."""
        visit, code = await self._posted(request)
        if self._visits.needs_second_step(visit.staff):
            raise HTTPException(403)
        outcome = await self._needs.store.write(
            lambda tx: turn_off(tx, visit.staff, code, now=self._needs.now())
        )
        return await self._answer(request, visit, outcome)

    async def _posted(self, request: Request) -> tuple[Visit, str]:
        visit = await self._visits.read(request, securing=True)
        fields = await self._visits.posted(request, visit)
        return visit, fields.get("code", "")

    async def _answer(self, request: Request, visit: Visit, outcome: object) -> Response:
        match outcome:
            case Codes(codes=codes):
                return self._drawing.page(request, visit, "second-step-codes.html", codes=codes)
            case TooManyTries():
                return await self._page(request, visit, "too-many", 429)
            case WrongCode():
                return await self._page(request, visit, "wrong", 401)
            case NotOn():
                return RedirectResponse(ADDRESS, 303)
        return RedirectResponse(ACCOUNT, 303)

    async def _page(self, request: Request, visit: Visit, reason: str = "", status: int = 200) -> Response:
        kept, left = await self._needs.store.look(
            lambda tx: (tx.second_steps.of(visit.staff.id), tx.second_steps.codes_left(visit.staff.id))
        )
        secret = kept.secret if kept is not None and kept.confirmed_at is None else ""
        link = address(secret, visit.staff.login, issuer=ISSUER) if secret else ""
        return self._drawing.page(
            request,
            visit,
            "second-step.html",
            status,
            kept=kept,
            left=left,
            link=link,
            picture=pictured(link, visit.say("second.picture"), scale=_SCALE) if link else "",
            secret=_grouped(secret),
            required=self._visits.needs_second_step(visit.staff),
            trouble=visit.say(f"second.{reason}") if reason else "",
        )


def _grouped(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
