"""Cases: the list by stage and age, and the files of one. The page of one is in cases_page.py."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.cases.targets import since, target
from bot.console.answers import answers
from bot.console.cases_words import stage_title
from bot.console.drawing import Drawing
from bot.console.visits import Visit, Visits
from bot.console.wording import span
from bot.messages import Attachment
from bot.pages.served import serve
from bot.ports.places import organisation_of
from bot.ports.records import Case

MOST = 200  # rows of a list
OPEN, LATE, CALLS = "open", "late", "calls"  # views that are no stage


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRow:
    """One case of the list."""

    case: Case
    stage: str  # in words
    age: str  # in its stage
    target: str  # after which it is late; empty = never
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Heap:
    """Cases of one stage: how many."""

    kind: str
    stage: str
    title: str
    count: int


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
        routes.add_api_route("/{organisation}/{reference}/files/{key}", self.file, methods=["GET"])
        return routes

    async def index(
        self, request: Request, org: str = "", kind: str = "", stage: str = "", view: str = ""
    ) -> Response:
        """List cases: newest first; open ones by how long they have been in their stage."""
        visit = await self._visits.read(request)
        asked = visit.places(org=org)
        stages = [stage] if stage else open_stages(visit, asked) if view in (OPEN, LATE) else None
        found = await self._needs.store.read.cases(
            asked, kind=kind or None, stages=stages, longest=view in (OPEN, LATE),
            to_call=view == CALLS, limit=MOST,
        )  # fmt: skip
        listed = [case_row(case, visit) for case in found]
        shown = [row for row in listed if row.late] if view == LATE else listed
        heaps = await self._heaps(visit, asked, kind)
        return self._drawing.page(
            request, visit, "cases.html",
            rows=shown, heaps=heaps, org=org, kind=kind, stage=stage, view=view,
        )  # fmt: skip

    async def file(self, request: Request, organisation: str, reference: str, key: str) -> Response:
        """Show a file of a case."""
        visit = await self._visits.read(request)
        case = await find_case(visit, organisation, reference)
        given = (*case.attachments, *(file for answer in answers(case, visit) for file in answer.files))
        file: Attachment | None = next((file for file in given if file.key == key), None)
        if file is None:
            raise HTTPException(404)
        return serve(file, await self._needs.files.get(key))

    async def _heaps(self, visit: Visit, asked: Sequence[str], kind: str) -> list[Heap]:
        """Return how many cases lie in each open stage, in the order of the lives."""
        counts = await self._needs.store.read.case_counts(asked)
        if not asked:
            return []
        return [
            Heap(kind=life.id, stage=one.id, title=one.title[visit.language], count=counts[life.id, one.id])
            for life in visit.content(organisation_of(asked[0])).lives.values()
            for one in life.stages
            if one.open and kind in ("", life.id) and (life.id, one.id) in counts
        ]


async def find_case(visit: Visit, organisation: str, reference: str) -> Case:
    """Return a case that the visitor may see. 404 if there is none."""
    case = None
    if place := visit.place(organisation):
        case = await visit.needs.store.read.case(place, reference)
    if case is None:
        raise HTTPException(404)
    return case


def case_row(case: Case, visit: Visit) -> CaseRow:
    """Return one row."""
    now, late = visit.needs.now(), target(visit.content(case.organisation), case)
    return CaseRow(
        case=case,
        stage=stage_title(case, visit),
        age=span(now - since(case), visit),
        target=span(late - since(case), visit) if late else "",
        late=late is not None and late <= now,
    )


def open_stages(visit: Visit, asked: Sequence[str]) -> list[str]:
    """Return the stages of all kinds in which somebody still has to do something."""
    lives = (life for one in asked for life in visit.content(organisation_of(one)).lives.values())
    return sorted({stage.id for life in lives for stage in life.stages if stage.open})
