"""For those who look after the whole: failures, the content's standing, questions without an answer."""

from collections.abc import Mapping
from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.failures import covered, reveal
from bot.desk.outcomes import Empty, NotAllowed
from bot.reports.standing import unanswered

SPAN = timedelta(days=30)  # of questions shown


class Oversight:
    """Pages for supervisors and administrators."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=HOME, include_in_schema=False)
        routes.add_api_route("/failures", self.failures, methods=["GET"])
        routes.add_api_route("/failures/{organisation}/{letter}/reveal", self.reveal, methods=["POST"])
        routes.add_api_route("/unanswered", self.questions, methods=["GET"])
        return routes

    async def failures(self, request: Request) -> Response:
        """Show messages that could not be sent or answered, and mistakes in the content."""
        return await self._failures(request, await self._visits.read(request))

    async def reveal(self, request: Request, organisation: str, letter: int) -> Response:
        """Show one covered message in full, on this page alone, and keep who saw it and why."""
        visit = await self._visits.read(request)
        fields = await self._visits.posted(request, visit)
        dead = await self._needs.store.read.dead_letters([organisation])
        found = next((one for one in dead if one.id == letter), None)
        if found is None or organisation not in visit.organisations("failures"):
            raise HTTPException(404)
        outcome = await self._needs.store.write(
            lambda tx: reveal(
                self._needs.desk(tx, visit.staff, organisation), found, reason=fields.get("reason", "")
            )
        )
        if isinstance(outcome, NotAllowed):
            raise HTTPException(403)
        if isinstance(outcome, Empty):
            return await self._failures(request, visit, trouble=visit.say("dead.reason"), status=400)
        return await self._failures(request, visit, revealed={letter: outcome})

    async def _failures(
        self,
        request: Request,
        visit: Visit,
        *,
        revealed: Mapping[int, str] | None = None,
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        allowed = visit.organisations("failures")
        if not allowed:
            raise HTTPException(403)
        read = self._needs.store.read
        return self._drawing.page(
            request,
            visit,
            "failures.html",
            status,
            dead=covered(await read.dead_letters(allowed)),
            revealed=revealed or {},
            trouble=trouble,
            failed=await read.failed_arrivals(allowed),
            counts=await read.counts(),
            content=self._needs.content_status(),
        )

    async def questions(self, request: Request, org: str = "") -> Response:
        """Show what people asked in the last thirty days that found no answer."""
        visit = await self._visits.read(request)
        allowed = visit.organisations("reports")
        if not allowed:
            raise HTTPException(403)
        since = self._needs.now() - SPAN
        asked = [one for one in allowed if org in ("", one)]
        found = [(one, await unanswered(self._needs.store.read, one, since=since)) for one in asked]
        return self._drawing.page(request, visit, "unanswered.html", found=found, org=org, allowed=allowed)
