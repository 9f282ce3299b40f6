"""All channels of each association's policy in one place, for staff and for people."""

from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visits
from bot.content.shapes import ChannelId
from bot.engine.content import Content
from bot.messages import LANGUAGES, OFFLINE

CHANNELS: tuple[str, ...] = get_args(ChannelId)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One channel of one association."""

    id: str
    on: bool  # its policy lists it
    href: str  # where staff use it; empty = nowhere


def rows(content: Content) -> tuple[Row, ...]:
    """Return the channels that the policy lists, in its order, and then those that it lacks."""
    listed = content.organisation.channels
    lacking = tuple(each for each in CHANNELS if each not in listed)
    return tuple(
        Row(id=each, on=each in listed, href=_href(each, content) if each in listed else "")
        for each in (*listed, *lacking)
    )


def _href(channel: str, content: Content) -> str:
    organisation = content.organisation.id
    if channel in OFFLINE:
        return f"{HOME}/contacts?org={organisation}"
    own = {"website": f"/{organisation}", "help-requests": f"{HOME}/cases?org={organisation}"}
    own["volunteering"] = f"{HOME}/cases?org={organisation}&kind=volunteering"
    return own.get(channel, "")


class ChannelPages:
    """The page for staff."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/channels", self.show, methods=["GET"])
        return routes

    async def show(self, request: Request) -> Response:
        """Show every channel of every association that the visitor works for."""
        visit = await self._visits.read(request)
        found = [(one, rows(visit.content(one))) for one in visit.organisations()]
        return self._drawing.page(request, visit, "channels.html", found=found)


def public_channels(visits: Visits, drawing: Drawing) -> APIRouter:
    """Return the route `/{organisation}/channels`, which says how to reach it; it needs no signing in."""
    routes = APIRouter(include_in_schema=False)

    async def channels(request: Request, organisation: str, lang: str = "ar") -> Response:
        if organisation not in visits.needs.organisations():
            raise HTTPException(404)
        language = next((each for each in LANGUAGES if each == lang), LANGUAGES[0])
        content = visits.needs.contents(organisation)
        drawn = drawing.fragment(
            "reach.html",
            language=language,
            texts=visits.texts(),
            organisation=content.organisation,
            channels=[row.id for row in rows(content) if row.on],
        )
        return drawing.answer(request, drawn, language)

    routes.add_api_route("/{organisation}/channels", channels, methods=["GET"])
    return routes
