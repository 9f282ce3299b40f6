"""The lists: waiting, mine, my teams', all. Filters live in the address; a list may be saved under a name."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, get_args

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.duty import covered, covered_chats, on_duty_now
from bot.console.filters import PRIORITIES, Filters, address, clean
from bot.console.rows import rows
from bot.console.visits import HOME, Visit, Visits
from bot.desk import views
from bot.desk.teams import teams_of
from bot.messages import LANGUAGES
from bot.ports.places import organisation_of
from bot.ports.records import Conversation
from bot.ports.store import Only


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is to be listed."""

    visit: Visit
    places: Sequence[str]
    filters: Filters

    async def only(self, **more: Any) -> Only:  # noqa: ANN401 - fields of `Only`
        """Return what a list is narrowed to; with words that are looked for, also to chats found by them."""
        only = replace(self.filters.only, **more)
        if not self.filters.q:
            return only
        found = await self.visit.needs.store.read.search(self.places, self.filters.q, only=only)
        return replace(only, ids=frozenset(chat.id for chat in found))


Listed = Callable[[Wish], Awaitable[Sequence[Conversation]]]


async def _waiting(wish: Wish) -> Sequence[Conversation]:
    only = await wish.only(owner="waiting", awake=True)
    return await wish.visit.needs.store.read.waiting(wish.places, only=only)


async def _mine(wish: Wish) -> Sequence[Conversation]:
    """List what the visitor holds, after what they look after in the place of who is away."""
    visit, me = wish.visit, wish.visit.staff.id
    away = await covered(visit, wish.places)
    whose = {(organisation_of(place), me) for place in wish.places} | set(away)
    only = await wish.only(owner="staff", awake=True, holders=whose)
    held = await visit.needs.store.read.waiting(wish.places, holder=me, only=only)
    return [*await covered_chats(visit, away, only), *held]


async def _team(wish: Wish) -> Sequence[Conversation]:
    """List what waits for one of the visitor's teams, then what its members hold."""
    store, me = wish.visit.needs.store, wish.visit.staff.id
    served = tuple(organisation_of(one) for one in wish.places)
    mine, members = await store.look(
        lambda tx: (teams_of(tx, me, served), {one: tx.teams.all(one) for one in served})
    )
    teams = {(one, team) for one, names in mine.items() for team in names}
    mates = {(one, who) for one in served for team, who in members[one] if (one, team) in teams}
    waits = await wish.only(owner="waiting", awake=True, teams=teams)
    held = await wish.only(owner="staff", awake=True, holders=mates)
    return [
        *await store.read.waiting(wish.places, only=waits),
        *await store.read.held(wish.places, only=held),
    ]


async def _snoozed(wish: Wish) -> Sequence[Conversation]:
    only = await wish.only(snoozed=True)
    return await wish.visit.needs.store.read.snoozed(wish.places, only=only)


LISTS: dict[str, Listed] = {
    "waiting": _waiting,
    "mine": _mine,
    "team": _team,
    "snoozed": _snoozed,
}
ALL = "all"  # every chat, page by page
VIEWS = (*LISTS, ALL)
PAGE = 200  # chats


class Queue:
    """Pages of lists."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes. `/{view}` catches every single name, so include it last."""
        routes = APIRouter(prefix=HOME, include_in_schema=False)
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
        if view not in VIEWS:
            raise HTTPException(404)
        visit = await self._visits.read(request)
        filters, unfit = Filters.read(request.query_params), request.query_params.get("unfit", "")
        asked = visit.places(org=filters.org)
        older = request.query_params.get("older", "") if view == ALL and not filters.q else ""
        chats = await self._chats(view, Wish(visit=visit, places=asked, filters=filters), older)
        listed = await rows([chat for chat in chats if filters.match(chat)], visit)
        found = await visit.needs.store.read.channels(asked)
        there_are_more = view == ALL and not filters.q and len(chats) == PAGE
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
            topics=_topics(visit, asked),
            address=address(view, filters),
            older=older,
            after=chats[-1].id if there_are_more else "",
            on_duty=await on_duty_now(visit, asked) if view == "waiting" else [],
            saved=await visit.needs.store.look(lambda tx: tx.views.of(visit.staff.id)),
            trouble=visit.say(f"views.unfit.{unfit}") if unfit in get_args(views.Unfit) else "",
        )

    async def _chats(self, view: str, wish: Wish, older: str) -> Sequence[Conversation]:
        """Return a list; of all chats, however old, if something is looked for."""
        read, filters = wish.visit.needs.store.read, wish.filters
        if view != ALL:
            return await LISTS[view](wish)
        if filters.q:
            return await read.search(wish.places, filters.q, only=filters.only)
        names = ("channel", "priority", "language", "topic")
        only = {name: getattr(filters, name) for name in names}
        return await read.recent(wish.places, limit=PAGE, older=older, **only)

    async def keep(self, request: Request, act: str) -> Response:
        """Save the list in front of the visitor under a name, or forget one."""
        visit = await self._visits.read(request)
        fields = await self._visits.posted(request, visit)
        view, filters = clean(fields.get("list", ""))
        name = fields.get("name", "")
        if view not in VIEWS or act not in ("save", "drop"):
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


def _topics(visit: Visit, places: Sequence[str]) -> list[tuple[str, str]]:
    """Return the topics of the associations that are listed, as (id, title), in the order of the alphabet."""
    served = dict.fromkeys(organisation_of(place) for place in places)
    named = {
        id_: one.title[visit.language] for each in served for id_, one in visit.content(each).topics.items()
    }
    return sorted(named.items(), key=lambda pair: (pair[1], pair[0]))
