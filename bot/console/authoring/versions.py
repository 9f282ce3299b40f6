"""Versions of a file, the way back, and the notes that may be circulated."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.authors.change import difference, digest_of
from bot.authors.history import back_to, history, newest, notes, version_of
from bot.authors.places import scope_of
from bot.console.authoring.reviews import Reviews
from bot.console.authoring.room import ROOM, Entered, Room
from bot.ports.store.authored import Version


class Versions:
    """Pages of versions."""

    def __init__(self, room: Room, reviews: Reviews) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors
        self._reviews = reviews

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("/versions", self.index, methods=["GET"])
        routes.add_api_route("/versions/{number}", self.show, methods=["GET"])
        routes.add_api_route("/versions/{number}/back", self.back, methods=["POST"])
        routes.add_api_route("/notes", self.notes, methods=["GET"])
        return routes

    async def index(self, request: Request, file: str = "", done: str = "") -> Response:
        """List the versions of a file, or of everything."""
        entered = await self._room.enter(request)
        if not file:
            return await self._all(entered)
        self._room.file(entered, file)
        store = self._room.needs.store
        names = await store.read.staff_names()
        standing = self._room.needs.content_status()
        past = await history(store, self._authors.folders, file)
        return self._room.page(
            entered, "versions.html", versions=past.versions, file=file, outside=past.outside, names=names,
            done=done, trouble="", standing=standing, now_text=self._authors.folders.text(file),
        )  # fmt: skip

    async def _all(self, entered: Entered, *, status: int = 200, trouble: str = "") -> Response:
        """List the newest versions of all files."""
        store = self._room.needs.store
        return self._room.page(
            entered, "versions.html", status, versions=await newest(store, sorted(entered.scopes)), file="",
            outside=False, names=await store.read.staff_names(), done="", trouble=trouble,
            standing=self._room.needs.content_status(), now_text=None,
        )  # fmt: skip

    async def show(self, request: Request, number: int, file: str = "") -> Response:
        """Show a version beside what the file says now; an address cut short still leads to it."""
        entered = await self._room.enter(request)
        version = await (self._find(entered, number, file) if file else self._numbered(entered, number))
        if version is None:
            return await self._all(entered, status=404, trouble="authors.no-version")
        now = self._authors.folders.text(version.file)
        names = await self._room.needs.store.read.staff_names()
        past = await history(self._room.needs.store, self._authors.folders, version.file)
        before = next((each for each in past.versions if each.id < version.id), None)
        return self._room.page(
            entered, "version.html", version=version, names=names, current=digest_of(now) == version.digest,
            lines=list(difference(before.text if before else None, version.text)),
        )  # fmt: skip

    async def back(self, request: Request, number: int) -> Response:
        """Show what going back to a version would change."""
        entered, form = await self._room.posted(request)
        version = await self._find(entered, number, str(form.get("file", "")))
        why = entered.visit.say("authors.back-why", number=number)
        return await self._reviews.page(entered, back_to(self._authors.folders, version), why=why)

    async def notes(self, request: Request, org: str = "") -> Response:
        """Show the notes that may be circulated."""
        entered = await self._room.enter(request)
        allowed = entered.organisations()
        chosen = org if org in allowed else allowed[0]
        found = await notes(self._room.needs.store, chosen)
        return self._room.page(entered, "notes.html", notes=found, org=chosen, allowed=allowed)

    async def _numbered(self, entered: Entered, number: int) -> Version | None:
        """Return a version of any file that the author may write."""
        store = self._room.needs.store
        found = [await version_of(store, scope, number) for scope in sorted(entered.scopes)]
        return next((each for each in found if each is not None), None)

    async def _find(self, entered: Entered, number: int, file: str) -> Version:
        self._room.file(entered, file)
        version = await version_of(self._room.needs.store, scope_of(file), number)
        if version is None or version.file != file:
            raise HTTPException(404)
        return version
