"""Cases: the list and the page of one. What is done with a case comes with the committee's part."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.cases.pledging import read_out, to_be_read
from bot.console.answers import answers
from bot.console.drawing import Drawing
from bot.console.posted import posted, words
from bot.console.visits import HOME, Visit, Visits
from bot.messages import Attachment
from bot.pages.served import serve
from bot.ports.records import Case


class Cases:
    """Pages of cases."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix="/cases", include_in_schema=False)
        routes.add_api_route("", self.index, methods=["GET"])
        routes.add_api_route("/{organisation}/{reference}", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/{reference}/pledge", self.pledge, methods=["POST"])
        routes.add_api_route("/{organisation}/{reference}/files/{key}", self.file, methods=["GET"])
        return routes

    async def index(self, request: Request, org: str = "", kind: str = "") -> Response:
        """List cases, newest first."""
        visit = await self._visits.read(request)
        asked = [one for one in visit.organisations() if org in ("", one)]
        found = await self._needs.store.read.cases(asked, kind=kind or None)
        return self._drawing.page(request, visit, "cases.html", cases=found, org=org, kind=kind)

    async def show(self, request: Request, organisation: str, reference: str) -> Response:
        """Show one case."""
        visit = await self._visits.read(request)
        case = await self._find(visit, organisation, reference)
        steps = await self._needs.store.read.case_steps(organisation, case.id)
        names = await self._needs.store.read.staff_names()
        return self._drawing.page(
            request,
            visit,
            "case.html",
            case=case,
            answers=answers(case, visit),
            steps=steps,
            names=names,
            to_be_read=to_be_read(case),
        )

    async def pledge(self, request: Request, organisation: str, reference: str) -> Response:
        """Keep that the pledge was read out to the person before a witness."""
        visit = await self._visits.read(request)
        case = await self._find(visit, organisation, reference)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
        witness, now = fields.get("witness", ""), self._needs.now()
        done = await self._needs.store.write(
            lambda tx: read_out(
                tx, organisation, case.reference, reader=visit.staff.id, witness=witness, now=now
            )
        )
        if not done:
            raise HTTPException(409)
        return RedirectResponse(f"{HOME}/cases/{organisation}/{case.reference}", 303)

    async def file(self, request: Request, organisation: str, reference: str, key: str) -> Response:
        """Show a file of a case."""
        visit = await self._visits.read(request)
        case = await self._find(visit, organisation, reference)
        given = (*case.attachments, *(file for answer in answers(case, visit) for file in answer.files))
        file: Attachment | None = next((file for file in given if file.key == key), None)
        if file is None:
            raise HTTPException(404)
        return serve(file, await self._needs.files.get(key))

    async def _find(self, visit: Visit, organisation: str, reference: str) -> Case:
        case = None
        if organisation in visit.organisations():
            case = await self._needs.store.read.case(organisation, reference)
        if case is None:
            raise HTTPException(404)
        return case
