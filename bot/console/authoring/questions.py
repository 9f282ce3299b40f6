"""What people asked that found no answer, grouped; and how each topic serves."""

import asyncio
from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.authors.likeness import Group, grouped, left_open
from bot.authors.listing import Listed
from bot.authors.places import COMMON
from bot.authors.use import TopicUse, topic_use
from bot.console.authoring.room import ROOM, Entered, Room

SPANS = (7, 30, 90)  # days that may be chosen
_MOST_GROUPS = 60
_MOST_ASKED = 3000


class Questions:
    """Pages about what people ask."""

    def __init__(self, room: Room) -> None:
        """Take what all pages share."""
        self._room = room
        self._authors = room.authors

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=ROOM, include_in_schema=False)
        routes.add_api_route("/questions", self.groups, methods=["GET"])
        routes.add_api_route("/use", self.use, methods=["GET"])
        return routes

    async def groups(
        self, request: Request, org: str = "", channel: str = "", days: int = 30, decision: str = ""
    ) -> Response:
        """Show groups of questions without an answer."""
        entered = await self._room.enter(request)
        chosen, days = self._org(entered, org), _span(days)
        now = self._room.needs.now()
        usage, since = self._room.needs.store.read.usage, now - timedelta(days=days)
        asked = await usage.asked(chosen, since=since, limit=_MOST_ASKED)
        left = left_open(asked, await usage.pressed(chosen, since=since))
        channels = sorted({each.channel for each in left})
        narrowed = [
            each
            for each in left
            if channel in ("", each.channel) and decision in ("", each.question.decision)
        ]
        found: list[Group] = await asyncio.to_thread(grouped, narrowed, now=now)
        topics = await asyncio.to_thread(self._authors.index.topics, entered.visit.language)
        return self._room.page(
            entered, "questions.html", groups=found[:_MOST_GROUPS], more=max(0, len(found) - _MOST_GROUPS),
            asked=len(asked), left=len(left), org=chosen, channel=channel, channels=channels, days=days,
            spans=SPANS, decision=decision, topics=_writable(entered, topics, chosen),
            titles={each.id: each.title for each in reversed(topics)},
            scope=COMMON if COMMON in entered.scopes else chosen,
        )  # fmt: skip

    async def use(self, request: Request, org: str = "", days: int = 30, sort: str = "used") -> Response:
        """Show how each topic serves."""
        entered = await self._room.enter(request)
        chosen, days = self._org(entered, org), _span(days)
        usage, since = self._room.needs.store.read.usage, self._room.needs.now() - timedelta(days=days)
        content = entered.visit.content(chosen)
        rows = topic_use(
            content.topics,
            await usage.asked(chosen, since=since, limit=_MOST_ASKED),
            await usage.pressed(chosen, since=since),
            await usage.rated(chosen, since=since),
            await usage.handed_over(chosen, since=since),
        )
        topics = await asyncio.to_thread(self._authors.index.topics, entered.visit.language)
        return self._room.page(
            entered, "use.html", rows=_sorted(rows, sort), most=max((each.used for each in rows), default=0),
            never=sum(not each.used for each in rows), org=chosen, days=days, spans=SPANS, sort=sort,
            titles={each.id: each.title for each in reversed(topics)},
            files={each.id: each.file for each in reversed(topics) if each.scope in (COMMON, chosen)},
        )  # fmt: skip

    def _org(self, entered: Entered, org: str) -> str:
        allowed = entered.organisations()
        return org if org in allowed else allowed[0]


def _span(days: int) -> int:
    return days if days in SPANS else 30


def _sorted(rows: list[TopicUse], sort: str) -> list[TopicUse]:
    if sort == "stars":
        return sorted(rows, key=lambda each: (each.stars is None, each.stars or 0, -each.ratings))
    if sort == "instead":
        return sorted(rows, key=lambda each: -each.instead)
    if sort == "never":
        return sorted(rows, key=lambda each: each.used)
    return rows


def _writable(entered: Entered, topics: list[Listed], org: str) -> list[Listed]:
    """Return the topics to which this author may add a phrasing, by title."""
    fitting = [each for each in topics if each.scope in entered.scopes and each.scope in (COMMON, org)]
    return sorted(fitting, key=lambda each: each.title)
