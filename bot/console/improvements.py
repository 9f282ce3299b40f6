"""The improvement register, and the page on which people read what came of their opinions."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.improving import LONGEST, LONGEST_NAME, SOURCES, STATES, NotReady, Registered, register, revise
from bot.desk.improving import Outcome as Made
from bot.desk.outcomes import Empty, NotAllowed, TooLong
from bot.messages import LANGUAGES


class Improvements:
    """Pages for supervisors and administrators."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/improvements", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}", self.add, methods=["POST"])
        routes.add_api_route("/{organisation}/{entry}", self.change, methods=["POST"])
        return routes

    async def show(
        self, request: Request, org: str = "", state: str = "", source: str = "", origin: str = ""
    ) -> Response:
        """List the register, with a form for a new entry and one under each."""
        visit = await self._visits.read(request)
        fields = {"source": source if source in SOURCES else "typed", "origin": origin}
        return await self._page(request, visit, org=org, state=state, fields=fields)

    async def add(self, request: Request, organisation: str) -> Response:
        """Keep a new entry."""
        visit, fields = await self._posted(request)
        made = await self._needs.store.write(
            lambda tx: register(self._needs.desk(tx, visit.staff, organisation), fields)
        )
        return await self._answer(request, visit, organisation, made, fields)

    async def change(self, request: Request, organisation: str, entry: int) -> Response:
        """Change an entry."""
        visit, fields = await self._posted(request)
        made = await self._needs.store.write(
            lambda tx: revise(self._needs.desk(tx, visit.staff, organisation), entry, fields)
        )
        return await self._answer(request, visit, organisation, made, fields, entry)

    async def _posted(self, request: Request) -> tuple[Visit, Mapping[str, str]]:
        visit = await self._visits.read(request)
        fields = await self._visits.posted(request, visit)
        return visit, fields

    async def _answer(
        self,
        request: Request,
        visit: Visit,
        organisation: str,
        made: Made,
        fields: Mapping[str, str],
        entry: int = 0,
    ) -> Response:
        if isinstance(made, Registered):
            return RedirectResponse(f"{HOME}/improvements?org={organisation}#i{made.improvement.id}", 303)
        if isinstance(made, NotAllowed):
            raise HTTPException(403)
        if not isinstance(made, Empty | TooLong | NotReady):
            raise HTTPException(404)
        key = {Empty: "empty", TooLong: "long", NotReady: "not-ready"}[type(made)]
        trouble = visit.say(f"improve.trouble.{key}")
        return await self._page(
            request, visit, org=organisation, fields=fields, entry=entry, trouble=trouble, status=400
        )

    async def _page(
        self,
        request: Request,
        visit: Visit,
        *,
        org: str,
        fields: Mapping[str, str],
        state: str = "",
        entry: int = 0,
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        allowed = visit.organisations("manage")
        if not allowed:
            raise HTTPException(403)
        found = await self._needs.store.read.improvements([one for one in allowed if org in ("", one)])
        names = await self._needs.store.read.staff_names()
        return self._drawing.page(
            request, visit, "improvements.html", status,
            found=[one for one in found if state in ("", one.state)], names=names, allowed=allowed, org=org,
            state=state, states=STATES, sources=SOURCES, most=LONGEST, most_name=LONGEST_NAME,
            today=self._needs.now().date().isoformat(), entry=entry,
            fields={"origin": "", "source": "typed", **fields},
            trouble=trouble, languages=LANGUAGES,
        )  # fmt: skip


def public_improvements(visits: Visits, drawing: Drawing) -> APIRouter:
    """Return the route `/{organisation}/improvements`; it needs no signing in."""
    routes = APIRouter(include_in_schema=False)

    async def improvements(request: Request, organisation: str, lang: str = "ar") -> Response:
        if organisation not in visits.needs.organisations():
            raise HTTPException(404)
        language = next((each for each in LANGUAGES if each == lang), LANGUAGES[0])
        drawn = drawing.fragment(
            "improved.html",
            language=language,
            texts=visits.texts(),
            organisation=visits.needs.contents(organisation).organisation,
            found=await visits.needs.store.read.improvements([organisation], published=True),
        )
        return drawing.answer(request, drawn, language)

    routes.add_api_route("/{organisation}/improvements", improvements, methods=["GET"])
    return routes
