"""The lists: waiting, mine, my teams', all. Filters live in the address; a list may be saved under a name."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import chain
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.duty import covered_chats, on_duty_now
from bot.console.filters import PRIORITIES, Filters, address, clean
from bot.console.posted import posted, words
from bot.console.rows import rows
from bot.console.visits import HOME, Visit, Visits
from bot.desk import views
from bot.desk.teams import teams_of
from bot.messages import LANGUAGES
from bot.ports.places import organisation_of
from bot.ports.records import Conversation

Listed = Callable[[Visit, Sequence[str]], Awaitable[Sequence[Conversation]]]


async def _waiting(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    return await visit.needs.store.read.waiting(organisations)


async def _mine(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    """List what the visitor holds, after what they look after in the place of who is away."""
    covered = await covered_chats(visit, organisations)
    return [*covered, *await visit.needs.store.read.waiting(organisations, holder=visit.staff.id)]


async def _team(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    """List what waits for one of the visitor's teams, then what its members hold."""
    store, me = visit.needs.store, visit.staff.id
    served = tuple(organisation_of(one) for one in organisations)
    mine, members = await store.write(
        lambda tx: (teams_of(tx, me, served), {one: tx.teams.all(one) for one in served})
    )
    teams = {(one, team) for one, names in mine.items() for team in names}
    mates = {(one, who) for one in served for team, who in members[one] if (one, team) in teams}
    waits, held = await store.read.waiting(organisations), await store.read.held(organisations)
    return [
        *(chat for chat in waits if (chat.address.organisation, chat.team) in teams),
        *(chat for chat in held if not chat.snooze and (chat.address.organisation, chat.holder) in mates),
    ]


async def _snoozed(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    return await visit.needs.store.read.snoozed(organisations)


async def _all(visit: Visit, organisations: Sequence[str]) -> Sequence[Conversation]:
    return await visit.needs.store.read.recent(organisations)


LISTS: dict[str, Listed] = {
    "waiting": _waiting,
    "mine": _mine,
    "team": _team,
    "snoozed": _snoozed,
    "all": _all,
}


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
        routes.add_api_route("/views/{act}", self.keep, methods=["POST"])
        routes.add_api_route("/{view}", self.show, methods=["GET"])
        return routes

    async def home(self, request: Request) -> Response:
        """Go to the waiting list."""
        await self._visits.read(request)
        return RedirectResponse(f"{HOME}/waiting", 303)

    async def show(self, request: Request, view: str) -> Response:
        """Show one list, narrowed as the address says."""
        if view not in LISTS:
            raise HTTPException(404)
        visit = await self._visits.read(request)
        filters, unfit = Filters.read(request.query_params), request.query_params.get("unfit", "")
        asked = visit.places(org=filters.org)
        chats = await self._chats(visit, view, asked, filters.q)
        listed = await rows([chat for chat in chats if filters.match(chat)], visit)
        found = {chat.address.channel for chat in chats}
        return self._drawing.page(
            request,
            visit,
            "queue.html",
            view=view,
            rows=listed,
            filters=filters,
            channels=sorted(set(chain(found, {filters.channel} - {""}))),
            priorities=PRIORITIES,
            languages=LANGUAGES,
            address=address(view, filters),
            on_duty=await on_duty_now(visit, asked) if view == "waiting" else [],
            saved=await visit.needs.store.write(lambda tx: tx.views.of(visit.staff.id)),
            trouble=visit.say(f"views.unfit.{unfit}") if unfit in get_args(views.Unfit) else "",
        )

    async def _chats(
        self, visit: Visit, view: str, asked: Sequence[str], query: str
    ) -> Sequence[Conversation]:
        """Return a list; of all chats, however old, if something is looked for."""
        if not query:
            return await LISTS[view](visit, asked)
        found = await visit.needs.store.read.search(asked, query)
        if view == "all":
            return found
        known = {chat.id for chat in found}
        return [chat for chat in await LISTS[view](visit, asked) if chat.id in known]

    async def keep(self, request: Request, act: str) -> Response:
        """Save the list in front of the visitor under a name, or forget one."""
        visit = await self._visits.read(request)
        async with posted(request) as form:
            fields = words(form)
            self._visits.check(request, visit, fields)
        view, filters = clean(fields.get("list", ""))
        name = fields.get("name", "")
        if view not in LISTS or act not in ("save", "drop"):
            raise HTTPException(404)
        place = address(view, filters)
        if act == "drop":
            await visit.needs.store.write(lambda tx: tx.views.drop(visit.staff.id, name))
        elif len(place) > views.ADDRESS_LONGEST:
            raise HTTPException(400)
        else:
            saved = await visit.needs.store.write(lambda tx: views.save(tx, visit.staff.id, name, place))
            if isinstance(saved, views.NotSaved):
                place += f"{'&' if '?' in place else '?'}unfit={saved.why}"
        return RedirectResponse(f"{HOME}/{place}", 303)
