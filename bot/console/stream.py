"""What changes while staff look on: the lists' counts, and the lines of an open conversation."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from bot.console.drawing import Drawing
from bot.console.entries import entry
from bot.console.presence import Others, Presence
from bot.console.presence import topic as presence_topic
from bot.console.visits import Visit, Visits
from bot.desk.waiting import Level, overdue
from bot.pages import RETRY_MS, beats, compact
from bot.ports.records import Conversation, Line


class Stream:
    """The events of one open page."""

    def __init__(
        self,
        visits: Visits,
        drawing: Drawing,
        visit: Visit,
        chat: tuple[str, str] | None,
        presence: Presence,
    ) -> None:
        """Take whose page it is, and the conversation that it shows as (organisation, id), if any."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing
        self._visit = visit
        self._chat = chat
        self._presence = presence
        self._others: Others | None = None
        self._counts: dict[str, int] = {}
        self._panel: object = None
        self._queued: set[int] = set()  # lines shown while they were still on their way

    async def events(self, *, after: int) -> AsyncIterator[ServerSentEvent]:
        """Yield lines after a line id, and counts; ends when the session has ended."""
        yield ServerSentEvent(comment="wasl", retry=RETRY_MS)
        topics = [f"queue:{organisation}" for organisation in self._visit.organisations()]
        topics += [f"conversation:{self._chat[1]}"] if self._chat else []
        if self._chat:
            self._presence.enter(self._chat[1], self._visit.staff)
            topics.append(presence_topic(self._chat[1]))
            await self._needs.store.write(lambda tx: tx.announce(topics[-1]))
        try:
            async for event in self._news(topics, after):
                yield event
        finally:
            if self._chat:
                self._presence.leave(self._chat[1], self._visit.staff)

    async def _news(self, topics: list[str], after: int) -> AsyncIterator[ServerSentEvent]:
        async for woken in beats(self._needs.store, *topics, stopping=self._needs.stopping):
            for event in self._colleagues():
                yield event
            if not woken:
                if await self._visits.staff(self._visit.token) is None:
                    yield ServerSentEvent(event="signed-out", data={})
                    return
                yield ServerSentEvent(event="beat", data={})
                continue
            async for event in self._lines(after):
                after = int(event.id) if event.id else after
                yield event
            async for event in self._lists():
                yield event

    def _colleagues(self) -> Iterator[ServerSentEvent]:
        """Yield who else is at the chat, if that has changed: names, as one text for each kind."""
        if self._chat is None:
            return
        others = self._presence.others(self._chat[1], self._visit.staff, self._needs.now())
        if others != (self._others or Others()):
            data = {"looking": self._names("looking", others), "typing": self._names("typing", others)}
            yield ServerSentEvent(event="presence", raw_data=compact(data))
        self._others = others

    def _names(self, what: Literal["looking", "typing"], others: Others) -> str:
        names = others.looking if what == "looking" else others.typing
        comma = "، " if self._visit.language == "ar" else ", "
        return self._visit.say(f"presence.{what}", names=comma.join(names)) if names else ""

    async def _lines(self, after: int) -> AsyncIterator[ServerSentEvent]:
        if self._chat is None:
            return
        organisation, chat = self._chat
        names = await self._needs.store.read.staff_names()
        known = min({after, *(line - 1 for line in self._queued)})
        for line in await self._needs.store.read.lines(organisation, chat, after=known):
            if not self._is_news(line, after):
                continue
            shown = entry(line, self._visit, names)
            drawn = self._drawing.fragment("line.html", visit=self._visit, entry=shown)
            data = {"id": line.id, "direction": line.direction, "html": drawn}
            yield ServerSentEvent(id=str(max(line.id, after)), event="line", raw_data=compact(data))
        found = await self._needs.store.read.conversation(organisation, chat)
        panel = (
            (found.owner, found.holder, found.priority, found.topic, found.snoozed_until) if found else None
        )
        if panel != self._panel:
            self._panel = panel
            yield ServerSentEvent(event="panel", data={})

    def _is_news(self, line: Line, after: int) -> bool:
        """Tell whether a line is new, or was on its way when it was shown and is not any more."""
        waited = line.id in self._queued
        (self._queued.add if line.delivery == "queued" else self._queued.discard)(line.id)
        return line.id > after or (waited and line.delivery != "queued")

    async def _lists(self) -> AsyncIterator[ServerSentEvent]:
        now = self._needs.now()
        waiting = await self._needs.store.read.waiting(self._visit.organisations())
        counts = {
            "waiting": len(waiting),
            "urgent": sum(chat.priority == "urgent" for chat in waiting),
            "red": sum(self._level(chat, now) == "red" for chat in waiting),
        }
        yield ServerSentEvent(event="queue", data=counts)

    def _level(self, chat: Conversation, now: datetime) -> Level:
        return overdue(chat, now, self._visit.content(chat.address.organisation).hours)


def stream_router(visits: Visits, drawing: Drawing, presence: Presence) -> APIRouter:
    """Return the route of the stream: `?org=…&chat=…&after=…` for an open conversation."""
    routes = APIRouter(include_in_schema=False)

    async def opened(request: Request, org: str = "", chat: str = "") -> Stream:
        visit = await visits.read(request)
        if chat and org not in visit.organisations():
            raise HTTPException(404)
        if chat and await visits.needs.store.read.conversation(org, chat) is None:
            raise HTTPException(404)
        return Stream(visits, drawing, visit, (org, chat) if chat else None, presence)

    async def events(request: Request, stream: Annotated[Stream, Depends(opened)], after: int = 0) -> Any:  # noqa: ANN401
        last = request.headers.get("last-event-id", "")
        async for event in stream.events(after=int(last) if last.isdigit() else after):
            yield event

    routes.add_api_route("/events", events, methods=["GET"], response_class=EventSourceResponse)
    return routes
