"""One conversation that is open on a staff screen: its new lines, who else is there, what has changed."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from fastapi.sse import ServerSentEvent

from bot.console.correcting import superseded
from bot.console.drawing import Drawing
from bot.console.entries import entry
from bot.console.presence import SIGN, Others, Room
from bot.console.presence import topic as presence_topic
from bot.console.visits import Visit
from bot.pages import compact
from bot.ports.records import Line
from bot.ports.store import NotWritten


@dataclass(kw_only=True)
class Followed:
    """What a screen has seen of a conversation; every event names the conversation."""

    visit: Visit
    organisation: str
    chat: str
    via: str  # name of its channel
    after: int  # id of the newest line that the screen has
    room: Room
    _screen: str = ""  # this one's name, once it is seen by colleagues
    _signed: datetime | None = None  # when it last gave a sign of life
    _others: Others | None = None
    _panel: object = None
    _queued: set[int] = field(default_factory=set)  # lines shown while they were still on their way

    @property
    def topics(self) -> tuple[str, str]:
        """Return what announces news."""
        return f"conversation:{self.chat}", presence_topic(self.chat)

    async def enter(self) -> None:
        """Be seen by colleagues."""
        self._screen = self.visit.needs.new_id()
        await self._sign(fresh=True)

    async def stay(self) -> None:
        """Give a sign of life, if the last one was a while ago."""
        if self._signed is not None and self.visit.needs.now() - self._signed >= SIGN:
            await self._sign(fresh=False)

    async def leave(self) -> None:
        """Be seen no longer."""
        with suppress(NotWritten):  # the process ends: the row runs out by itself
            await self.room.leave(self._screen)

    async def _sign(self, *, fresh: bool) -> None:
        self._signed = self.visit.needs.now()
        with suppress(NotWritten):
            await self.room.enter(self._screen, now=self._signed, fresh=fresh)

    async def colleagues(self) -> AsyncIterator[ServerSentEvent]:
        """Yield who else is there, at first and when it changes: names, as one text for each kind."""
        others = await self.room.others(now=self.visit.needs.now())
        if others != self._others:
            named = {"looking": self._names("looking", others), "typing": self._names("typing", others)}
            yield ServerSentEvent(event="presence", raw_data=compact({"chat": self.chat, **named}))
        self._others = others

    def _names(self, what: Literal["looking", "typing"], others: Others) -> str:
        names = others.looking if what == "looking" else others.typing
        comma = "، " if self.visit.language == "ar" else ", "
        return self.visit.say(f"presence.{what}", names=comma.join(names)) if names else ""

    async def news(self, drawing: Drawing) -> AsyncIterator[ServerSentEvent]:
        """Yield new lines, and that the facts beside them have changed; `after` moves on."""
        read = self.visit.needs.store.read
        names = await read.staff_names()
        known = min({self.after, *(line - 1 for line in self._queued)})
        lines = await read.lines(self.organisation, self.chat, after=known)
        gone = superseded(lines)
        for line in lines:
            if not self._is_news(line):
                continue
            shown = entry(line, self.visit, names, via=self.via, superseded=line.id in gone)
            drawn = drawing.fragment("line.html", visit=self.visit, entry=shown)
            self.after = max(line.id, self.after)
            data = {
                "chat": self.chat,
                "id": line.id,
                "direction": line.direction,
                "queued": line.delivery == "queued",  # its news will be that it is not any more
                "html": drawn,
            }
            yield ServerSentEvent(event="line", raw_data=compact(data))
        found = await read.conversation(self.organisation, self.chat)
        panel = (
            (found.owner, found.holder, found.priority, found.topic, found.snoozed_until) if found else None
        )
        if panel != self._panel:
            self._panel = panel
            yield ServerSentEvent(event="panel", raw_data=compact({"chat": self.chat}))

    def _is_news(self, line: Line) -> bool:
        """Tell whether a line is new, or was on its way when it was shown and is not any more."""
        waited = line.id in self._queued
        (self._queued.add if line.delivery == "queued" else self._queued.discard)(line.id)
        return line.id > self.after or (waited and line.delivery != "queued")
