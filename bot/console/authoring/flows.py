"""Flows: an outline, and the texts of their steps."""

import asyncio

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.authors.change import Change, digest_of
from bot.authors.editing import Unreadable
from bot.authors.flows import flow_change, outline, spots
from bot.authors.places import COMMON, is_flow
from bot.console.authoring.reviews import Reviews
from bot.console.authoring.room import Room
from bot.console.posted import words


class Flows:
    """Pages of flows."""

    def __init__(self, room: Room, reviews: Reviews) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors
        self._reviews = reviews

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/flows", self.index, methods=["GET"])
        routes.add_api_route("/flow", self.show, methods=["GET"])
        routes.add_api_route("/flow", self.save, methods=["POST"])
        return routes

    async def index(self, request: Request) -> Response:
        """List flows."""
        entered = await self._room.enter(request)
        sources = await asyncio.to_thread(self._authors.index.sources)
        found = [(self._authors.folders.name(each.document.path), each.value) for each in sources.flows]
        return self._room.page(entered, "flows.html", flows=found)

    async def show(self, request: Request, file: str) -> Response:
        """Show a flow's outline, and its texts to those who may write them."""
        entered = await self._room.enter(request)
        text = self._text(file)
        try:
            drawn, places = outline(text), spots(text)
        except Unreadable as error:
            raise HTTPException(409) from error
        return self._room.page(
            entered, "flow.html", file=file, base=digest_of(text), flow=drawn, spots=places,
            readonly=COMMON not in entered.scopes,
        )  # fmt: skip

    async def save(self, request: Request) -> Response:
        """Show the difference that the texts make."""
        entered, form = await self._room.posted(request)
        file = self._room.file(entered, str(form.get("file", "")))
        self._text(file)
        given = {name: text.replace("\r\n", "\n") for name, text in words(form).items()}
        change = flow_change(self._authors.folders, file, given, given.get("base", ""))
        return await self._reviews.page(entered, Change(files=(change,)))

    def _text(self, file: str) -> str:
        text = self._authors.folders.text(file) if is_flow(file) else None
        if text is None:
            raise HTTPException(404)
        return text
