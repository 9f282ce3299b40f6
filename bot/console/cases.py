"""Cases: the list by stage and age, and the files of one. The page of one is in cases_page.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, field_validator
from starlette.responses import Response

from bot.cases.targets import since, target
from bot.console.answers import answers
from bot.console.cases_words import stage_title
from bot.console.drawing import Drawing
from bot.console.filters import QUERY_LONGEST
from bot.console.visits import HOME, Visit, Visits
from bot.console.wording import span
from bot.engine.working_days import overdue
from bot.messages import Attachment
from bot.pages.served import serve
from bot.ports.places import organisation_of
from bot.ports.records import Case, Overdue

MOST = 200  # rows of a list
OPEN, LATE, CALLS = "open", "late", "calls"  # views that are no stage


class Chosen(BaseModel):
    """What the list is narrowed to, as it stands in the address; empty = all."""

    org: str = ""
    kind: str = ""
    stage: str = ""
    view: str = ""
    q: str = ""  # reference, phone or name that is looked for
    older: str = ""  # id of the case behind which the list goes on

    @field_validator("q")
    @classmethod
    def _trimmed(cls, q: str) -> str:
        return q.strip()[:QUERY_LONGEST]

    @property
    def longest(self) -> bool:
        """Whether those stand first that have been longest in their stage."""
        return self.view in (OPEN, LATE)

    @property
    def query(self) -> str:
        """Return all but the place in the list, as it stands in an address."""
        return urlencode({name: value for name, value in self if value and name != "older"})


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
        routes = APIRouter(prefix=f"{HOME}/cases", include_in_schema=False)
        routes.add_api_route("", self.index, methods=["GET"])
        routes.add_api_route("/{organisation}/{reference}/files/{key}", self.file, methods=["GET"])
        return routes

    async def index(self, request: Request, chosen: Annotated[Chosen, Query()]) -> Response:
        """List cases: newest first; open ones by how long they have been in their stage."""
        visit = await self._visits.read(request)
        asked = visit.places(org=chosen.org)
        found = await self._needs.store.read.cases(
            asked, kind=chosen.kind or None, stages=_stages(visit, asked, chosen),
            late=self._late(visit, asked) if chosen.view == LATE else None, longest=chosen.longest,
            to_call=chosen.view == CALLS, query=chosen.q, older=chosen.older, limit=MOST,
        )  # fmt: skip
        return self._drawing.page(
            request, visit, "cases.html",
            rows=[case_row(case, visit) for case in found],
            heaps=await self._heaps(visit, asked, chosen.kind), chosen=chosen,
            after=found[-1].id if len(found) == MOST else "",
        )  # fmt: skip

    def _late(self, visit: Visit, asked: Sequence[str]) -> dict[str, Sequence[Overdue]]:
        now = self._needs.now()
        return {one: overdue(visit.content(one), now) for one in map(organisation_of, asked)}

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


def _stages(visit: Visit, asked: Sequence[str], chosen: Chosen) -> list[str] | None:
    if chosen.stage:
        return [chosen.stage]
    return open_stages(visit, asked) if chosen.view == OPEN else None


def open_stages(visit: Visit, asked: Sequence[str]) -> list[str]:
    """Return the stages of all kinds in which somebody still has to do something."""
    lives = (life for one in asked for life in visit.content(organisation_of(one)).lives.values())
    return sorted({stage.id for life in lives for stage in life.stages if stage.open})
