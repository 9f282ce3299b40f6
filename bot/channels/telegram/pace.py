"""Not sending faster than Telegram takes it: 30 messages a second in all, 1 a second to one chat."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.ports.channel import Later

OVERALL = 29.5  # messages a second of one bot: just below the limit of 30
CHAT = 0.97  # messages a second to one chat …
BURST = 3  # … after so many at once, which Telegram tolerates
SHORT = 0.15  # seconds that are waited for here; longer waits give the slot to another chat
PATIENT = 3.0  # seconds that the rest of a message waits
KEPT = 20_000  # chats remembered
TOGETHER = 1.0  # seconds: two chats refused within so long mean that the bot as a whole is too fast


@dataclass(slots=True)
class _Chat:
    tokens: float
    at: float


@dataclass(kw_only=True, slots=True)
class Pace:
    """Spaces one bot's messages. Times are the clock's seconds."""

    clock: Callable[[], float]
    overall: float = OVERALL  # messages a second of the bot
    chat: float = CHAT  # messages a second to one chat
    _chats: "OrderedDict[int, _Chat]" = field(default_factory=OrderedDict)
    _next: float = 0.0
    _refused: tuple[int, float] = (0, -1e9)

    @asynccontextmanager
    async def turn(self, chat: int, *, patient: bool = False) -> AsyncIterator[None]:
        """Wait for this message's turn, count it, and let it be sent.

        Telegram counts from when a message arrives, which nobody here knows: the time that sending takes is
        not counted as waited. Raises `Later` if its chat has to wait longer, unless `patient`: the rest of a
        message that has begun.
        """
        wait = self._chat_wait(chat)
        if wait > (PATIENT if patient else SHORT):
            raise Later(wait)
        self._chats[chat].tokens -= 1
        now = self.clock()
        at = max(now + wait, self._next)
        self._next = max(now, self._next) + 1 / self.overall
        if at > now:
            await asyncio.sleep(at - now)
            self._chat_wait(chat)
        try:
            yield
        finally:
            ended = self.clock()
            self._chat(chat, ended).at = ended

    def refused(self, chat: int, seconds: float) -> None:
        """Note that Telegram has asked to wait; if for several chats at once, everything waits."""
        now, (other, at) = self.clock(), self._refused
        known = self._chat(chat, now)
        known.tokens, known.at = 1.0 - seconds * self.chat, now
        if other != chat and now - at < TOGETHER:
            self._next = max(self._next, now + min(seconds, 1.0))
        self._refused = (chat, now)

    def _chat_wait(self, chat: int) -> float:
        now = self.clock()
        known = self._chat(chat, now)
        known.tokens = min(BURST, known.tokens + (now - known.at) * self.chat)
        known.at = now
        return max(0.0, (1.0 - known.tokens) / self.chat)

    def _chat(self, chat: int, now: float) -> _Chat:
        known = self._chats.setdefault(chat, _Chat(BURST, now))
        self._chats.move_to_end(chat)
        if len(self._chats) > KEPT:
            self._chats.popitem(last=False)
        return known


def telegrams_pace() -> Pace:
    """Return the pace that Telegram takes."""
    return Pace(clock=time.monotonic)
