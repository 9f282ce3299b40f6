"""The page of one case: checks per item, the steps that may be made now, notices, history."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.cases.asking import COMPLETE
from bot.cases.calling import SAID, called
from bot.cases.grants import KIND, SCOPES, VERIFY
from bot.cases.life import ACCEPTED, Facts, Refusal, Wish, open_steps, to_correct
from bot.cases.pledging import read_out, to_be_read
from bot.cases.reaching import choice
from bot.cases.revealing import reveal
from bot.cases.steps import PERSON, Made, NoCase, make
from bot.cases.telling import notice_text
from bot.cases.verifying import faults
from bot.console.answers import answers
from bot.console.cases import case_row, find_case
from bot.console.cases_shown import (
    Earlier,
    books,
    earlier,
    entries,
    items,
    known_facts,
    possible,
    replies_in_session,
    representatives,
    role_of,
    urgent,
)
from bot.console.cases_words import refusal
from bot.console.dossier import dossier, given_files, is_picture
from bot.console.drawing import Drawing
from bot.console.printing import print_out
from bot.console.visits import HOME, Visit, Visits
from bot.messages import OFFLINE
from bot.ports.records import Case

CHECK = "check."  # beginning of the name of an item's verdict in the form


class CasePage:
    """Shows a case and takes what staff do with it."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/cases/{{organisation}}/{{reference}}", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/dossier.pdf", self.printed, methods=["GET"])
        routes.add_api_route("/dossier", self.dossier, methods=["GET"])
        routes.add_api_route("/paper", self.paper, methods=["GET"])
        routes.add_api_route("/pledge", self.pledge, methods=["POST"])
        routes.add_api_route("/called", self.called, methods=["POST"])
        routes.add_api_route("/reveal", self.reveal, methods=["POST"])
        routes.add_api_route("/steps/{step}", self.make, methods=["POST"])
        return routes

    async def show(self, request: Request, organisation: str, reference: str) -> Response:
        """Show one case."""
        visit = await self._visits.read(request)
        return await self._page(request, visit, await find_case(visit, organisation, reference))

    async def dossier(self, request: Request, organisation: str, reference: str) -> Response:
        """Show a case as it is laid before the committee, to be printed."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        return await self._page(request, visit, case, template="dossier.html")

    async def printed(self, request: Request, organisation: str, reference: str) -> Response:
        """Hand out the dossier of a case for print."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        shown = await self._shown(visit, case)
        made = dossier(visit, case, shown, await self._pictures(case, shown))
        return await print_out(made, f"{case.reference}.pdf", visit)

    async def _pictures(self, case: Case, shown: Mapping[str, Any]) -> dict[str, bytes]:
        """Read the photos of a case; one that is gone is left out."""
        found: dict[str, bytes] = {}
        for file in filter(is_picture, given_files(case, shown)):
            with suppress(KeyError):
                found[file.key] = await self._needs.files.get(file.key)
        return found

    async def paper(self, request: Request, organisation: str, reference: str) -> Response:
        """Show a case as a form on paper, with its reference, to be printed and signed."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        return await self._page(request, visit, case, template="paper.html")

    async def make(self, request: Request, organisation: str, reference: str, step: str) -> Response:
        """Make a step; the page comes again with the reason if it is refused."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        fields = await self._visits.posted(request, visit)
        wish = read_wish(step, case, fields, visit)
        content = visit.content(organisation)
        life = content.lives.get(case.kind)
        named = life.step(step) if life else None
        if named is not None and named.books:  # a time and a colleague are chosen there
            return RedirectResponse(f"{HOME}/calendar?org={organisation}", 303)
        made = await self._needs.store.write(
            lambda tx: make(tx, content, case.reference, wish, actor=visit.staff.id)
        )
        if isinstance(made, Made):
            for key in made.files:
                await self._needs.files.remove(key)
            return RedirectResponse(f"{HOME}/cases/{organisation}/{case.reference}", 303)
        if isinstance(made, NoCase):
            raise HTTPException(404)
        now = await find_case(visit, organisation, reference)
        return await self._page(request, visit, now, refused=made, tried=step, fields=fields)

    async def pledge(self, request: Request, organisation: str, reference: str) -> Response:
        """Keep that the pledge was read out to the person before a witness."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        fields = await self._visits.posted(request, visit)
        witness, now = fields.get("witness", ""), self._needs.now()
        done = await self._needs.store.write(
            lambda tx: read_out(
                tx, organisation, case.reference, reader=visit.staff.id, witness=witness, now=now
            )
        )
        if not done:
            raise HTTPException(409)
        return RedirectResponse(f"{HOME}/cases/{organisation}/{case.reference}", 303)

    async def called(self, request: Request, organisation: str, reference: str) -> Response:
        """Keep that the person was told on the phone what no notice brought them."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        await self._visits.posted(request, visit)
        by, now = visit.staff.id, self._needs.now()
        done = await self._needs.store.write(
            lambda tx: called(tx, organisation, case.reference, by=by, now=now)
        )
        if not done:
            raise HTTPException(409)
        return RedirectResponse(f"{HOME}/cases/{organisation}/{case.reference}", 303)

    async def reveal(self, request: Request, organisation: str, reference: str) -> Response:
        """Show one masked answer in full, on this page alone, and keep who saw it and why."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        fields = await self._visits.posted(request, visit)
        if not visit.may(organisation, "reveal"):
            raise HTTPException(403)
        answer, reason, now = fields.get("answer", ""), fields.get("reason", ""), self._needs.now()
        if not reason.strip():
            raise HTTPException(400)
        secrets = {one.id for one in answers(case, visit) if one.secret}
        value = await self._needs.store.write(
            lambda tx: reveal(
                tx, organisation, case.reference, answer,
                secrets=secrets, reason=reason, by=visit.staff.id, now=now,
            )
        )  # fmt: skip
        if value is None:
            raise HTTPException(404)
        return await self._page(request, visit, case, revealed={answer: value})

    async def again(
        self, request: Request, visit: Visit, case: Case, why: str, fields: Mapping[str, str]
    ) -> Response:
        """Show a case again, with what could not be done and what was typed."""
        return await self._page(request, visit, case, trouble=why, fields=fields)

    async def _page(
        self,
        request: Request,
        visit: Visit,
        case: Case,
        *,
        template: str = "case.html",
        refused: Refusal | None = None,
        trouble: str = "",
        tried: str = "",
        fields: Mapping[str, str] | None = None,
        revealed: Mapping[str, str] | None = None,
    ) -> Response:
        chat = case.conversation
        way = await self._needs.store.look(lambda tx: choice(tx, case.organisation, chat)) if chat else None
        shown = await self._shown(visit, case)
        return self._drawing.page(
            request,
            visit,
            template,
            409 if refused or trouble else 200,
            way=way,
            **shown,
            possible=possible(case, shown["known"], visit),
            books=books(case, visit),
            fill_in=await self._fill_in(visit, case, shown["known"]),
            sits=replies_in_session(case, visit),
            urgent=urgent(case, shown["known"], visit),
            refused=refusal(refused, case, visit) if refused else trouble,
            grants=await representatives(case, visit),
            grantable=_grantable(case, visit),
            tried=tried,
            filled=fields or {},
            revealed=revealed or {},
        )

    async def _shown(self, visit: Visit, case: Case) -> dict[str, Any]:
        """Return what page and dossier show of a case."""
        read, organisation = self._needs.store.read, case.organisation
        history = await read.case_steps(organisation, case.id)
        known = known_facts(case, history, visit)
        content = visit.content(organisation)
        notices = await read.case_notices(organisation, case.id)
        shown = {
            "case": case,
            "row": case_row(case, visit),
            "known": known,
            "earlier": await self._earlier(visit, case),
            "answers": answers(case, visit),
            "items": items(case, known, visit),
            "history": entries(case, history, await read.staff_names(), visit),
            "intact": not await faults(read, case),
            "notices": [(one, notice_text(content, case, one, visit.language).text) for one in notices],
            "to_call": any(one.status in SAID and one.opened_at is None for one in notices),
            "to_be_read": to_be_read(case),
        }
        return shown | {"files": given_files(case, shown)}

    async def _fill_in(self, visit: Visit, case: Case, known: Facts) -> str:
        """Return where staff fill in what was returned in the person's place; empty if nothing was."""
        organisation, place = case.organisation, visit.place(case.organisation)
        content = visit.content(organisation)
        steps = open_steps(content.lives.get(case.kind), content.case_settings, case.stage, PERSON)
        waits = COMPLETE in {step.id for step in steps} and to_correct(known)
        if not waits or place is None or not visit.may(organisation, "reply"):
            return ""
        chat = await self._needs.store.read.conversation(place, case.conversation or "")
        if chat is not None and chat.address.channel in OFFLINE:
            return f"{HOME}/contacts/{organisation}/{chat.id}#end"
        return f"{HOME}/contacts?org={organisation}&case={case.reference}" if case.person else ""

    async def _earlier(self, visit: Visit, case: Case) -> list[Earlier]:
        """Return the other cases of the same person or chat that the visitor may see, newest first."""
        place = visit.place(case.organisation)
        if case.conversation is None or place is None:
            return []
        found = await self._needs.store.read.cases_of_chat(place, case.conversation)
        read = self._needs.store.read
        return [
            earlier(one, await read.case_steps(one.organisation, one.id), visit)
            for one in found
            if one.id != case.id
        ]


def _grantable(case: Case, visit: Visit) -> list[str]:
    """Return what was asked for in a request to act for another that waits to be verified."""
    content = visit.content(case.organisation)
    steps = open_steps(content.lives.get(case.kind), content.case_settings, case.stage, PERSON)
    waits = case.kind == KIND and VERIFY in {step.id for step in steps}
    asked = case.answers.get("scope") or ()
    return [one for one in SCOPES if one in asked] if waits else []


def read_wish(step: str, case: Case, fields: Mapping[str, str], visit: Visit) -> Wish:
    """Read the form of a step; `rest=accepted` accepts every answer that has no verdict in it.

    403 for who has no role there.
    """
    actor = role_of(case.organisation, visit)
    if actor is None:
        raise HTTPException(403)
    checks = {
        name.removeprefix(CHECK): verdict
        for name, verdict in fields.items()
        if name.startswith(CHECK) and verdict
    }
    if fields.get("rest") == ACCEPTED:
        checks = {**dict.fromkeys(case.answers, ACCEPTED), **checks}
    return Wish(
        step=step,
        actor=actor,
        now=visit.needs.now(),
        given={name: text for name, text in fields.items() if not name.startswith(CHECK)},
        checks=checks,
        early=fields.get("early", ""),
        health=fields.get("health") == "yes",
    )
