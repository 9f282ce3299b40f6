"""Flows: an outline, their words, and their steps put in order, taken away and added before publishing."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from bot.authors.change import Change, FileChange, digest_of
from bot.authors.editing import Unreadable
from bot.authors.flows import outline, reworded, spots
from bot.authors.places import COMMON, is_flow
from bot.authors.steps import may_be_skippable, skippable, step_added, step_moved, step_removed, usual_place
from bot.console.authoring.reviews import Reviews
from bot.console.authoring.room import ROOM, Entered, Room
from bot.console.authoring.step_form import StepForm, good, step_form, step_in
from bot.console.posted import words
from bot.console.visits import Visit

_ACT = re.compile(r"(up|down|remove):(\d{1,3})")
_ACTS: Mapping[str, Callable[[str, int], str]] = {
    "up": partial(step_moved, by=-1),
    "down": partial(step_moved, by=1),
    "remove": step_removed,
}


class Flows:
    """Pages of flows."""

    def __init__(self, room: Room, reviews: Reviews) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors
        self._reviews = reviews

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("/flows", self.index, methods=["GET"])
        routes.add_api_route("/flow", self.show, methods=["GET"])
        routes.add_api_route("/flow", self.save, methods=["POST"])
        routes.add_api_route("/flow/edit", self.again, methods=["POST"])
        return routes

    async def index(self, request: Request) -> Response:
        """List flows."""
        entered = await self._room.enter(request)
        sources = await asyncio.to_thread(self._authors.index.sources)
        found = [(self._authors.folders.name(each.document.path), each.value) for each in sources.flows]
        return self._room.page(entered, "flows.html", flows=found)

    async def show(self, request: Request, file: str) -> Response:
        """Show a flow's steps; who may not write them reads them."""
        entered = await self._room.enter(request)
        text = self._authors.folders.text(file) if is_flow(file) else None
        if text is None:
            raise HTTPException(404)
        return await self._page(entered, FileChange(file=file, text=text, base=digest_of(text)))

    async def again(self, request: Request) -> Response:
        """Show the steps of a change that is not published yet."""
        entered, form = await self._room.posted(request)
        draft = self._draft(entered, form)
        text = self._authors.folders.text(draft.file) if draft.text is None else draft.text
        return await self._page(entered, replace(draft, text=text))

    async def save(self, request: Request) -> Response:
        """Do what the pressed button says to the draft, with all words typed so far."""
        entered, form = await self._room.posted(request)
        draft, act = self._draft(entered, form), str(form.get("do", ""))
        try:
            draft = replace(draft, text=_worded(draft.text or "", form))
            if found := _ACT.fullmatch(act):
                draft = replace(draft, text=_acted(draft.text or "", found[1], int(found[2])))
                return await self._page(entered, draft, given=form)
            draft, wrong = self._added(entered, draft, form, asked=act == "add")
        except Unreadable:
            return await self._page(entered, draft, trouble="authors.only-as-text", given=form)
        if wrong is not None:
            return await self._page(entered, draft, trouble="authors.check-fields", new=wrong)
        if act == "text":
            return self._as_text(entered, draft)
        if act == "add":
            return await self._page(entered, draft)
        return await self._reviews.page(entered, Change(files=(draft,)))

    def _added(
        self, entered: Entered, draft: FileChange, form: FormData, *, asked: bool
    ) -> tuple[FileChange, StepForm | None]:
        """Return the draft with the new step, or as it is and the step's form with what is wrong in it.

        Whoever goes on without having pressed "add" has not meant to lose what they typed.
        """
        text = draft.text or ""
        steps = outline(text).steps
        new = step_form(entered.visit, steps, usual_place(text), form)
        if not asked and not new.begun:
            return draft, None
        if not good(new, entered.visit, frozenset(step.id for step in steps)):
            return draft, new
        place = min(max(new.behind.data or 0, 0), len(steps))
        return replace(draft, text=step_added(text, place, step_in(new))), None

    def _draft(self, entered: Entered, form: FormData) -> FileChange:
        """Return the change that a flow's form carries. 400 for another file's."""
        change = self._room.change(entered, form.get("change"))
        if len(change.files) != 1 or not is_flow(change.files[0].file):
            raise HTTPException(400)
        return change.files[0]

    async def _page(
        self, entered: Entered, draft: FileChange, *, trouble: str = "", new: StepForm | None = None,
        given: FormData | None = None,
    ) -> Response:  # fmt: skip
        text = draft.text or ""
        try:
            drawn, places = outline(text), spots(text)
        except Unreadable as error:
            if COMMON not in entered.scopes:
                raise HTTPException(409) from error
            return self._as_text(entered, draft)
        readonly = COMMON not in entered.scopes
        return self._room.page(
            entered, "flow.html", 400 if trouble else 200, file=draft.file, flow=drawn, spots=places,
            change=Change(files=(draft,)).pack(), readonly=readonly, part_words=part_words, trouble=trouble,
            drafted=digest_of(text) != draft.base, may_be_skippable=may_be_skippable,
            others={} if readonly else await self._others(entered, draft.file),
            new=new or step_form(entered.visit, drawn.steps, usual_place(text), given),
        )  # fmt: skip

    async def _others(self, entered: Entered, file: str) -> Mapping[str, object]:
        """Return who else has the file open, by name, with the time."""
        names = await self._room.needs.store.read.staff_names()
        now = self._room.needs.now()
        found = await self._authors.presence.enter(file, entered.visit.staff.id, now=now)
        return {names.get(who, who): at for who, at in found.items()}

    def _as_text(self, entered: Entered, draft: FileChange) -> Response:
        self._room.file(entered, draft.file)
        return self._room.page(entered, "text.html", file=draft.file, text=draft.text, base=draft.base)


def _worded(text: str, form: FormData) -> str:
    """Return a flow's text with the words and the marks of its form. Raises Unreadable."""
    given = {name: each.replace("\r\n", "\n") for name, each in words(form).items()}
    marks = {
        step.number - 1: given.get(f"skip.{step.number}") == "1"
        for step in outline(text).steps
        if f"asked.{step.number}" in given
    }
    return skippable(reworded(text, given), marks)


def _acted(text: str, act: str, number: int) -> str:
    """Return a flow's text after a button at a step. Raises Unreadable; 400 if there is none."""
    if not 1 <= number <= len(outline(text).steps):
        raise HTTPException(400)
    return _ACTS[act](text, number - 1)


def part_words(visit: Visit, part: str) -> str:
    """Say which words of a step a field holds: `options.0.label` is choice 1."""
    said = []
    for each in part.split("."):
        if each.isdecimal():
            said.append(str(int(each) + 1))
        elif each != "label" or not said:
            said.append(visit.worded(f"authors.words.{each}", each))
    return " ".join(said)
