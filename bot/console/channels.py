"""All channels of each association's policy in one place, for staff and for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from markupsafe import Markup
from starlette.responses import Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.content.shapes import ChannelId
from bot.engine.content import Content
from bot.messages import LANGUAGES, OFFLINE
from bot.pages.codes import chat_link, embedding, pictured

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """How an association brings people to its chat."""

    link: str
    code: Markup  # of the link, to show or print
    line: str  # of HTML for its own site


def _ways(site: str, organisation: str, visit: Visit) -> Ways:
    link = chat_link(site, organisation, "ar")
    title = visit.say("channels.code", name=visit.name_of(organisation))
    return Ways(link=link, code=pictured(link, title), line=embedding(site, organisation))


def _on_website(listed: Sequence[Row]) -> bool:
    return any(row.id == "website" and row.on for row in listed)


class ChannelPages:
    """The page for staff."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=HOME, include_in_schema=False)
        routes.add_api_route("/channels", self.show, methods=["GET"])
        return routes

    async def show(self, request: Request) -> Response:
        """Show every channel of every association that the visitor works for."""
        visit = await self._visits.read(request)
        found = [(one, rows(visit.content(one))) for one in visit.organisations()]
        site = self._visits.needs.public_url or str(request.base_url)
        ways = {one: _ways(site, one, visit) for one, listed in found if _on_website(listed)}
        return self._drawing.page(request, visit, "channels.html", found=found, ways=ways)


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
