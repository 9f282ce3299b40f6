"""The lists: waiting, mine, all. Filters live in the address."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.rows import rows
from bot.console.visits import HOME, Visit, Visits
from bot.ports.records import Conversation

Listed = Callable[[Visit, Sequence[str]], Awaitable[Sequence[Conversation]]]


async def _waiting(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    return await visit.needs.store.read.waiting(organisations)


async def _mine(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    return await visit.needs.store.read.waiting(organisations, holder=visit.staff.id)


async def _all(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    return await visit.needs.store.read.recent(organisations)


LISTS: dict[str, Listed] = {"waiting": _waiting, "mine": _mine, "all": _all}


class Queue:
    """Pages of lists."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes. `/{view}` catches every single name, so include it last."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("", self.home, methods=["GET"])
        routes.add_api_route("/{view}", self.show, methods=["GET"])
        return routes

    async def home(self, request: Request) -> Response:
        """Go to the waiting list."""
        await self._visits.read(request)
        return RedirectResponse(f"{HOME}/waiting", 303)

    async def show(self, request: Request, view: str, org: str = "", channel: str = "") -> Response:
        """Show one list, narrowed to an organisation and a channel if the address says so."""
        if view not in LISTS:
            raise HTTPException(404)
        visit = await self._visits.read(request)
        allowed = visit.organisations()
        asked = tuple(one for one in allowed if org in ("", one))
        chats = await LISTS[view](visit, asked)
        listed = await rows([chat for chat in chats if channel in ("", chat.address.channel)], visit)
        channels = sorted({chat.address.channel for chat in chats} | ({channel} - {""}))
        return self._drawing.page(
            request, visit, "queue.html", view=view, rows=listed, org=org, channel=channel, channels=channels
        )
