"""Files that a person sent together are one message to us: one answer, not one for each file.

Telegram delivers an album as separate messages that share a number, one right after the other. They are
gathered while more come, and none is confirmed before all of them are durable.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.channels.telegram.parse import Said

TOGETHER = 1.2  # seconds without another file after which an album is whole
MOST = 10  # files of one album, as Telegram has it
Member = tuple[int, Said]  # number of the update, and what it brought


@dataclass(kw_only=True)
class _Album:
    members: list[Member] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)
    handled: "asyncio.Task[None] | None" = None


@dataclass(kw_only=True)
class Albums:
    """Gathers, and gives each album on as a whole."""

    handle: Callable[[Sequence[Member]], Awaitable[None]]
    order: Callable[[int], asyncio.Lock]  # a person's own lock: what they send next waits
    together: float = TOGETHER
    _open: dict[tuple[int, str], _Album] = field(default_factory=dict)

    async def take(self, number: int, said: Said) -> None:
        """Add a file to its album; return once the album is durable, or raise what kept it from that."""
        key = (said.user, said.album or "")
        album = self._open.setdefault(key, _Album())
        album.members.append((number, said))
        album.more.set()
        if album.handled is None:
            album.handled = asyncio.create_task(self._gather(key, album))
        await asyncio.shield(album.handled)

    async def _gather(self, key: tuple[int, str], album: _Album) -> None:
        async with self.order(key[0]):
            await self._whole(album)
            del self._open[key]  # what comes later is an album of its own
            await self.handle(sorted(album.members, key=lambda member: member[0]))

    async def _whole(self, album: _Album) -> None:
        """Wait until no more files come."""
        while len(album.members) < MOST:
            album.more.clear()
            try:
                async with asyncio.timeout(self.together):
                    await album.more.wait()
            except TimeoutError:
                return
