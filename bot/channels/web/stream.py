"""The stream of one conversation: everything after the last line that the browser has, then what is new."""

from collections.abc import AsyncIterator

from fastapi.sse import ServerSentEvent

from bot.channels.web.corrections import as_edited
from bot.channels.web.menu import labels
from bot.channels.web.needs import Needs
from bot.channels.web.present import present, ready
from bot.channels.web.rendering import Drawing
from bot.channels.web.seen import note_shown
from bot.channels.web.visits import Visit
from bot.desk.composing import topic as composing
from bot.messages import Owner
from bot.pages import BEAT_SECONDS, RETRY_MS, beats, compact
from bot.ports.records import Conversation


class Stream:
    """One open window."""

    def __init__(self, needs: Needs, drawing: Drawing, visit: Visit, conversation: Conversation) -> None:
        """Take whose window it is."""
        self._needs = needs
        self._drawing = drawing
        self._visit = visit
        self._conversation = conversation
        self._labels = labels(visit.content, visit.language)
        self._owner: Owner | None = None

    async def events(self, *, after: int, seconds: float = BEAT_SECONDS) -> AsyncIterator[ServerSentEvent]:
        """Yield bubbles after a line id, who holds the chat, and a beat every `seconds` of silence."""
        yield ServerSentEvent(comment="wasl", retry=RETRY_MS)
        written, typed = f"conversation:{self._conversation.id}", composing(self._conversation.id)
        typing, store = self._needs.store.listen(typed), self._needs.store
        try:
            async for woken in beats(store, written, typed, stopping=self._needs.stopping, seconds=seconds):
                if not woken:
                    yield ServerSentEvent(event="beat", data={})
                    continue
                if await typing.wait(0):  # before the news: a reply that has come ends it
                    yield ServerSentEvent(event="typing", data={"text": self._visit.say("typing.staff")})
                async for event in self._news(after):
                    after = int(event.id) if event.id else after
                    yield event
        finally:
            typing.close()

    async def _news(self, after: int) -> AsyncIterator[ServerSentEvent]:
        read, organisation = self._needs.store.read, self._visit.organisation
        lines, drawn_lines = await read.lines(organisation, self._conversation.id, after=after), list[int]()
        for line in ready(lines):
            shown = present(line, self._visit.language, self._labels)
            if shown is not None:
                drawn, over = await as_edited(
                    read, line, shown, language=self._visit.language, labels=self._labels
                )
                told = self._drawing.event(shown, self._visit, drawn=drawn, over=over)
                yield ServerSentEvent(id=str(line.id), raw_data=compact(told))
                drawn_lines.append(line.id)
        await note_shown(self._needs.store, organisation, drawn_lines)
        current = await read.conversation(organisation, self._conversation.id)
        if current is not None and current.owner != self._owner:
            self._owner = current.owner
            said = self._visit.say(f"owner.{current.owner}")
            yield ServerSentEvent(event="owner", data={"owner": current.owner, "text": said})
