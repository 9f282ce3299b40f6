"""What changes while staff look on, one stream for all tabs of a browser: counts, open conversations.

The same as an answer of its own, for browsers that a stream does not reach because a proxy holds it back.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import JSONResponse

from bot.console.drawing import Drawing
from bot.console.duty import calling
from bot.console.following import Followed
from bot.console.presence import Room
from bot.console.talks import via
from bot.console.visits import HOME, Visit, Visits
from bot.desk.waiting import Level, overdue
from bot.pages import RETRY_MS, beats
from bot.ports.records import Conversation

MOST = 60  # conversations in one stream: tabs of a browser beyond that follow none


class Stream:
    """The events of one browser."""

    def __init__(
        self, visits: Visits, drawing: Drawing, visit: Visit, followed: Sequence[Followed], *, ended: bool
    ) -> None:
        """Take whose browser it is, and what its tabs show; `ended` = their session is another one by now."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing
        self._visit = visit
        self._followed = followed
        self._ended = ended
        self._telling: set[asyncio.Task[None]] = set()

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield news and counts; ends when the session has ended."""
        yield ServerSentEvent(comment="wasl", retry=RETRY_MS)
        if self._ended:
            yield ServerSentEvent(event="signed-out", data={})
            return
        async with AsyncExitStack() as present:
            for each in self._followed:
                await each.enter()
                present.callback(self._gone, each)
            async for event in self._news():
                yield event

    async def once(self) -> Sequence[Mapping[str, Any]]:
        """Return what the stream would say first, as `{"type", "data"}`."""
        if self._ended:
            return [{"type": "signed-out", "data": {}}]
        found = [event for each in self._followed async for event in self._of(each)]
        return [_plain(event) for event in (*found, await self._lists())]

    async def _news(self) -> AsyncIterator[ServerSentEvent]:
        topics = [f"queue:{organisation}" for organisation in self._visit.everywhere()]
        topics.append(session_topic(self._visit))
        topics += [topic for each in self._followed for topic in each.topics]
        async for woken in beats(self._needs.store, *topics, stopping=self._needs.stopping):
            if await self._visits.staff(self._visit.token) is None:
                yield ServerSentEvent(event="signed-out", data={})
                return
            for each in self._followed:
                await each.stay()
                async for event in self._of(each, lines=woken):
                    yield event
            yield await self._lists() if woken else ServerSentEvent(event="beat", data={})

    async def _of(self, each: Followed, *, lines: bool = True) -> AsyncIterator[ServerSentEvent]:
        async for event in each.colleagues():
            yield event
        if not lines:
            return
        async for event in each.news(self._drawing):
            event.id = self._cursor() if event.event == "line" else None
            yield event

    def _gone(self, each: Followed) -> None:
        """Let colleagues see at once that a screen is gone, though the stream itself cannot wait any more."""
        telling = asyncio.create_task(each.leave())
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    def _cursor(self) -> str:
        """Return what a browser that connects again sends as its Last-Event-ID."""
        return ",".join(f"{each.chat}:{each.after}" for each in self._followed)

    async def _lists(self) -> ServerSentEvent:
        now = self._needs.now()
        waiting = await self._needs.store.read.waiting(self._visit.places())
        counts = {
            "waiting": len(waiting),
            "calls": await calling(self._visit, waiting),
            "urgent": sum(chat.priority == "urgent" for chat in waiting),
            "red": sum(self._level(chat, now) == "red" for chat in waiting),
            "to_call": await self._needs.store.read.cases_to_call(self._visit.organisations("reply")),
            "late": await self._needs.store.read.late_cases(self._visit.organisations("take-over")),
        }
        return ServerSentEvent(event="queue", data=counts)

    def _level(self, chat: Conversation, now: datetime) -> Level:
        return overdue(chat, now, self._visit.content(chat.address.organisation).hours)


def stream_router(visits: Visits, drawing: Drawing) -> APIRouter:
    """Return the route of the stream.

    `?chat=organisation/id/line` for each open conversation and the newest line that its tab has; `&visit=`
    is the mark of the session that the tabs were opened in.
    """
    routes = APIRouter(prefix=HOME, include_in_schema=False)

    async def opened(
        request: Request, chat: Annotated[Sequence[str], Query()] = (), visit: str = ""
    ) -> Stream:
        visitor = await visits.read(request)
        seen = cursor(request.headers.get("last-event-id", ""))
        followed = []
        for each in chat[:MOST]:
            organisation, _, rest = each.partition("/")
            id_, _, line = rest.partition("/")
            found = None
            if place := visitor.place(organisation):
                found = await visits.needs.store.read.conversation(place, id_)
            if found is None:
                continue  # another tab's chat, which is theirs no longer, must not end this tab's stream
            after = seen.get(id_, int(line) if line.isdecimal() else 0)
            followed.append(
                Followed(
                    visit=visitor,
                    organisation=organisation,
                    chat=id_,
                    via=via(found, visitor),
                    after=after,
                    room=Room(
                        store=visits.needs.store, organisation=organisation, chat=id_, staff=visitor.staff
                    ),
                )
            )
        if chat and not followed:
            raise HTTPException(404)
        return Stream(visits, drawing, visitor, followed, ended=visit not in ("", visitor.mark))

    async def events(stream: Annotated[Stream, Depends(opened)]) -> Any:  # noqa: ANN401
        async for event in stream.events():
            yield event

    async def news(stream: Annotated[Stream, Depends(opened)]) -> JSONResponse:
        return JSONResponse(await stream.once(), headers={"Cache-Control": "no-store"})

    routes.add_api_route("/events", events, methods=["GET"], response_class=EventSourceResponse)
    routes.add_api_route("/news", news, methods=["GET"])
    return routes


def session_topic(visit: Visit) -> str:
    """Return the announcement's topic: the session of a browser has ended."""
    return f"session:{visit.mark}"


def _plain(event: ServerSentEvent) -> Mapping[str, Any]:
    return {"type": event.event, "data": json.loads(event.raw_data) if event.raw_data else event.data}


def cursor(last_event_id: str) -> Mapping[str, int]:
    """Return the newest line that was seen of each conversation; whatever is not that is left out."""
    pairs = (each.split(":") for each in last_event_id.split(",") if each.count(":") == 1)
    return {chat: int(line) for chat, line in pairs if line.isdecimal()}
