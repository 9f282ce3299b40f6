"""Documents that an organisation has put on its shelf for everybody: a list, and an address for each."""

import time

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web.look import accent
from bot.channels.web.needs import Needs
from bot.channels.web.rendering import Drawing
from bot.channels.web.visits import page_language
from bot.desk.shelf import address, open_to, saved_as
from bot.messages import Language
from bot.pages import Policy
from bot.pages.documents import document
from bot.pages.throttle import Throttle
from bot.ports.store.shelf import ShelfVersion

_ASKED_AGAIN = "public, no-cache"  # a withdrawn document is gone at once


class ShelfPage:
    """The list and the files."""

    def __init__(self, needs: Needs, drawing: Drawing) -> None:
        """Take what is needed from outside and the templates."""
        self._needs = needs
        self._drawing = drawing
        self._policy = Policy("'none'")
        self._throttle = Throttle(burst=needs.limits.link_burst, per_second=needs.limits.link_per_second)

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/{organisation}/documents", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/documents/{name}", self.open, methods=["GET"])
        return routes

    async def show(self, request: Request, organisation: str) -> Response:
        """List what everybody may open."""
        versions = await self._public(request, organisation)
        language = page_language(request.query_params.get("lang"), None)
        return self._page(organisation, language, versions, 200, gone=False)

    async def open(self, request: Request, organisation: str, name: str) -> Response:
        """Return a document; for one that is not there (any more) say so, and list the others."""
        versions = await self._public(request, organisation)
        language = page_language(request.query_params.get("lang"), None)
        found = next((one for one in versions if one.document == name), None)
        if found is None:
            return self._page(organisation, language, versions, 404, gone=True)
        data = await self._needs.files.get(found.file.key)
        seen = request.headers.get("if-none-match")
        return document(found.file, data, name=saved_as(found, language), cache=_ASKED_AGAIN, seen=seen)

    async def _public(self, request: Request, organisation: str) -> list[ShelfVersion]:
        if organisation not in self._needs.organisations():
            raise HTTPException(404)
        host = request.client.host if request.client else ""
        if wait := self._throttle.wait(host, at=time.monotonic()):
            raise HTTPException(429, headers={"Retry-After": str(int(wait) + 1)})
        return open_to(await self._needs.store.read.shelf(organisation), "public")

    def _page(
        self, organisation: str, language: Language, versions: list[ShelfVersion], status: int, *, gone: bool
    ) -> Response:
        content = self._needs.contents(organisation)
        page = self._drawing.page(
            "documents.html",
            language=language,
            texts=content.texts,
            organisation=content.organisation,
            accent=accent(organisation, self._needs.organisations()),
            documents=[(one, address(organisation, one.document)) for one in versions],
            gone=gone,
        )
        return HTMLResponse(page, status, dict(self._policy.headers))
