"""What can be seen of a bot's work."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.practice.telegram.schema import Json
from bot.practice.telegram.stage import Stage
from bot.practice.telegram.world import Call

T = TypeVar("T")


class Watching(Stage):
    """Looks at the world."""

    def seen(self, user: int, token: str) -> list[Json]:
        """Return the bot's messages in a user's chat as they stand now, oldest first."""
        with self.world.lock:
            return self._of_bot(self._private(user, token), self._bot(token))

    def seen_in_group(self, token: str, group: int, *, topic: int | None = None) -> list[Json]:
        """Return a bot's messages in a group, or in one topic of it."""
        with self.world.lock:
            found = self._of_bot(self._group(group), self._bot(token))
        return [m for m in found if topic is None or m.get("message_thread_id") == topic]

    def topics(self, group: int) -> list[Json]:
        """Return a forum's topics: id, name, closed."""
        with self.world.lock:
            topics = self._group(group).topics.values()
            return [{"id": each.id, "name": each.name, "closed": each.closed} for each in topics]

    def calls(self, token: str, method: str | None = None) -> list[Call]:
        """Return a bot's calls, oldest first; those without method are all but getUpdates."""
        with self.world.lock:
            made = list(self._bot(token).calls)
        if method is None:
            return [call for call in made if call.method.lower() != "getupdates"]
        return [call for call in made if call.method.lower() == method.lower()]

    def answer(self, press: str) -> Json:
        """Return how a press was answered: answered, text, alert."""
        with self.world.lock:
            made = self.world.presses[press]
            return {"answered": made.answered, "text": made.text, "alert": made.alert}

    def waiting(self, token: str) -> int:
        """Return how many updates the bot has not confirmed."""
        with self.world.lock:
            return len(self._bot(token).waiting)

    def file(self, file_id: str) -> bytes:
        """Return the bytes of a file."""
        with self.world.lock:
            return self.world.files[file_id].data

    async def until(self, true: Callable[[], T], *, seconds: float = 60.0) -> T:
        """Return the first true value of a look at the world. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (value := true()):
                await self.world.changed(0.05)
            return value
