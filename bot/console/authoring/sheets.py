"""Topics as a spreadsheet: out and in."""

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.authors.books import BadBook, as_csv, as_xlsx, read
from bot.authors.editing import Unreadable
from bot.authors.places import COMMON, Folders
from bot.authors.sheets import Imported, Row, rows, taken
from bot.authors.topics import TopicValues, values_of
from bot.console.authoring.reviews import Reviews
from bot.console.authoring.room import ROOM, Entered, Room

MOST_BYTES = 8 * 2**20
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Sheets:
    """Export and import."""

    def __init__(self, room: Room, reviews: Reviews) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors
        self._reviews = reviews

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("/sheet", self.page, methods=["GET"])
        routes.add_api_route("/sheet", self.take, methods=["POST"])
        routes.add_api_route("/sheet/topics.{kind}", self.give, methods=["GET"])
        routes.add_api_route("/sheet/review", self.review, methods=["POST"])
        return routes

    async def page(self, request: Request) -> Response:
        """Show both ways."""
        entered = await self._room.enter(request)
        return self._page(entered)

    async def give(self, request: Request, kind: str, org: str = "") -> Response:
        """Return the topics that the author may see as a file."""
        entered = await self._room.enter(request)
        if kind not in _TYPES:
            raise HTTPException(404)
        seen = {COMMON, *entered.organisations()}
        asked = seen & {org} if org else seen
        topics = await asyncio.to_thread(self._topics, asked)
        data = await asyncio.to_thread(as_xlsx if kind == "xlsx" else as_csv, rows(topics))
        headers = {
            "Content-Disposition": f'attachment; filename="topics.{kind}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
        return Response(data, media_type=_TYPES[kind], headers=headers)

    async def take(self, request: Request) -> Response:
        """Read a file, and show what it would change and which rows are refused."""
        entered, name, data = await self._room.uploaded(request, "file")
        if not name:
            return self._page(entered, status=400, trouble="no-file")
        if len(data) > MOST_BYTES:
            return self._page(entered, status=413, trouble="large")
        try:
            sheet = await asyncio.to_thread(read, data, name)
        except BadBook as error:
            return self._page(entered, status=400, trouble=error.reason, value=error.value)
        imported = await asyncio.to_thread(self._taken, entered, sheet)
        return self._page(entered, imported=imported)

    async def review(self, request: Request) -> Response:
        """Show the difference that the taken rows make."""
        entered, form = await self._room.posted(request)
        return await self._reviews.page(entered, self._room.change(entered, form.get("change")))

    def _taken(self, entered: Entered, sheet: Sequence[Row]) -> Imported:
        files = {(each.scope, each.id): each.file for each in self._authors.index.topics("ar")}
        return taken(self._authors.folders, sheet, files, entered.scopes)

    def _topics(self, scopes: set[str]) -> list[tuple[str, TopicValues]]:
        listed = [each for each in self._authors.index.topics("ar") if each.scope in scopes]
        return [
            (each.scope, values) for each in listed if (values := _values(self._authors.folders, each.file))
        ]

    def _page(
        self, entered: Entered, *, status: int = 200, trouble: str = "", value: str = "",
        imported: Imported | None = None,
    ) -> Response:  # fmt: skip
        return self._room.page(
            entered, "sheet.html", status, trouble=trouble, value=value, imported=imported, everybody=COMMON
        )


def _values(folders: Folders, file: str) -> TopicValues | None:
    try:
        return values_of(folders.text(file) or "")
    except Unreadable:
        return None
