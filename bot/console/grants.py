"""Granting that somebody acts for another, on the page of their request; ending it on either page."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.cases import grants
from bot.cases.grants import Granted, Unfit
from bot.cases.steps import NoCase
from bot.console.cases import find_case
from bot.console.cases_page import CasePage
from bot.console.cases_words import refusal
from bot.console.posted import posted, words
from bot.console.visits import HOME, Visits


class Grants:
    """Takes the two forms."""

    def __init__(self, visits: Visits, page: CasePage) -> None:
        """Take what all pages share, and the page on which the forms stand."""
        self._visits = visits
        self._needs = visits.needs
        self._page = page

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/cases/{{organisation}}/{{reference}}", include_in_schema=False)
        routes.add_api_route("/grant", self.grant, methods=["POST"])
        routes.add_api_route("/grant/end", self.end, methods=["POST"])
        return routes

    async def grant(self, request: Request, organisation: str, reference: str) -> Response:
        """Keep that the document was seen, and what is granted; the page says what is wrong."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
            scope = tuple(str(one) for one in form.getlist("scope"))
        content, new_id, now = visit.content(organisation), self._needs.new_id(), self._needs.now()
        given, role = _given(fields, scope), visit.staff.roles.get(organisation)
        done = await self._needs.store.write(
            lambda tx: grants.grant(
                tx, content, case.reference, given, new_id=new_id, by=visit.staff.id, role=role, now=now
            )
        )
        if isinstance(done, Granted):
            return RedirectResponse(f"{HOME}/cases/{organisation}/{case.reference}", 303)
        if isinstance(done, NoCase):
            raise HTTPException(404)
        why = visit.say(f"grant.unfit.{done.what}") if isinstance(done, Unfit) else refusal(done, case, visit)
        return await self._page.again(request, visit, case, why, fields)

    async def end(self, request: Request, organisation: str, reference: str) -> Response:
        """End whatever is in force over a case."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        await self._visits.posted(request, visit)
        if not visit.may(organisation, "reply"):
            raise HTTPException(403)
        by, now = visit.staff.id, self._needs.now()
        await self._needs.store.write(lambda tx: grants.revoke(tx, case, by=by, now=now))
        return RedirectResponse(f"{HOME}/cases/{organisation}/{case.reference}", 303)


def _given(fields: Mapping[str, str], scope: tuple[str, ...]) -> grants.Given:
    try:
        until = date.fromisoformat(fields.get("until", ""))
    except ValueError:
        until = date.min  # refused as a day that is over
    return grants.Given(
        reference=fields.get("acted", ""),
        scope=scope,
        document=fields.get("document", ""),
        until=until,
        tell=fields.get("tell") == "yes",
    )
