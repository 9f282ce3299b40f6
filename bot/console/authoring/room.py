"""What every page of the authors' room shares: who may enter, whose content they may write."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from bot.authors import Authors
from bot.authors.change import BadChange, Change, unpack
from bot.authors.places import COMMON, NotForAuthors, scope_of
from bot.console.drawing import Drawing
from bot.console.posted import posted
from bot.console.visits import HOME, Visit, Visits
from bot.engine.content import Content

ROOM = f"{HOME}/authoring"
MOST_FIELDS = 900


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """An author's request."""

    request: Request
    visit: Visit
    scopes: frozenset[str]  # whose files they may write: organisations' ids, COMMON

    def allow(self, scope: str) -> None:
        """Raise 403 for what they may not write."""
        if scope not in self.scopes:
            raise HTTPException(403)

    def organisations(self, scope: str = COMMON) -> tuple[str, ...]:
        """Return the organisations that a scope's content reaches, as far as the author may see them."""
        allowed = self.visit.organisations("content")
        return allowed if scope == COMMON else tuple(each for each in allowed if each == scope)

    def contents(self) -> Mapping[str, Content]:
        """Return the contents in force that the author may see."""
        return {each: self.visit.content(each) for each in self.visit.organisations("content")}

    def scope_name(self, scope: str) -> str:
        """Return how a scope is called."""
        return self.visit.say("authors.everybody") if scope == COMMON else self.visit.name_of(scope)


class Room:
    """A group of pages for authors."""

    def __init__(self, visits: Visits, drawing: Drawing, authors: Authors) -> None:
        """Take what all pages share."""
        self.visits = visits
        self.needs = visits.needs
        self.drawing = drawing
        self.authors = authors

    async def enter(self, request: Request) -> Entered:
        """Let an author in. 403 for others."""
        visit = await self.visits.read(request)
        allowed = visit.organisations("content")
        if not allowed:
            raise HTTPException(403)
        whole = set(allowed) == set(self.needs.organisations())
        scopes = frozenset((*allowed, COMMON)) if whole else frozenset(allowed)
        return Entered(request=request, visit=visit, scopes=scopes)

    async def posted(self, request: Request) -> tuple[Entered, FormData]:
        """Let an author in with a form of ours. 403 for others."""
        entered = await self.enter(request)
        async with posted(request, fields=MOST_FIELDS) as form:
            self.visits.check(request, entered.visit, form)
            return entered, form

    async def uploaded(self, request: Request, name: str) -> tuple[Entered, str, bytes]:
        """Let an author in with a file, and return its name and bytes; both empty if none was chosen."""
        entered = await self.enter(request)
        async with posted(request) as form:
            self.visits.check(request, entered.visit, form)
            upload = form.get(name)
            if not isinstance(upload, UploadFile) or not upload.filename:
                return entered, "", b""
            return entered, upload.filename, await upload.read()

    def change(self, entered: Entered, packed: object) -> Change:
        """Return the change that a form carries. 400 for none, 403 for one of others' files."""
        try:
            change = unpack(str(packed))
        except BadChange as error:
            raise HTTPException(400) from error
        for scope in change.scopes:
            entered.allow(scope)
        return change

    def file(self, entered: Entered, file: str) -> str:
        """Return the name of a file that the author may write. 404 for none, 403 for others'."""
        try:
            entered.allow(scope_of(file))
        except NotForAuthors as error:
            raise HTTPException(404) from error
        return file

    def page(self, entered: Entered, name: str, status: int = 200, **fields: object) -> Response:
        """Draw a page."""
        return self.drawing.page(
            entered.request, entered.visit, f"authors/{name}", status, room=ROOM, entered=entered, **fields
        )

    def part(self, entered: Entered, name: str, **fields: object) -> Response:
        """Draw a part that a script puts into the page."""
        drawn = self.drawing.fragment(
            f"authors/{name}", visit=entered.visit, room=ROOM, entered=entered, **fields
        )
        return self.drawing.answer(entered.request, drawn, entered.visit.language)
