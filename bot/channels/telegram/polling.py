"""Long polling: an update is confirmed to Telegram only after it is durable here."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.types import Update
from pydantic import ValidationError

from bot.channels.telegram.arrivals import NotTakenError
from bot.channels.telegram.failing import because
from bot.channels.telegram.wire import Wire

SILENCE = 25  # seconds that Telegram holds a request without updates
SHORT = 0.25  # seconds between two looks while updates are being handled
PAUSES: tuple[float, ...] = (
    1.0,
    2.0,
    4.0,
    8.0,
)  # seconds between tries of an update on which the channel itself fails
LONGEST_PAUSE = 30.0  # seconds after errors
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class Poller:
    """Polls for one bot. A slow file holds back nobody but its sender."""

    wire: Wire
    take: Callable[[Update], Awaitable[None]]
    silence: int = SILENCE
    offset: int | None = None
    _tasks: dict[int, "asyncio.Task[None]"] = field(default_factory=dict)
    _done: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Poll until cancelled."""
        pause = 0.5
        try:
            while True:
                try:
                    await self.step()
                    pause = 0.5
                except AiogramError as error:
                    _log.error("polling", bot=self.wire.account.id, error=because(error), again_in=pause)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            for task in self._tasks.values():
                task.cancel()

    async def step(self) -> None:
        """Ask once, start handling what is new, and confirm what is done."""
        busy = bool(self._tasks)
        for update in await self._updates(0 if busy else self.silence):
            if update.update_id not in self._done and update.update_id not in self._tasks:
                self._tasks[update.update_id] = asyncio.create_task(self._handle(update))
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=SHORT)
        self._confirm()

    async def _updates(self, seconds: int) -> list[Update]:
        try:
            return await self.wire.updates(self.offset, seconds=seconds)
        except ClientDecodeError as error:
            return readable(error.data)

    async def _handle(self, update: Update) -> None:
        """Handle one update, however often it takes; it stays open, and unconfirmed, until then."""
        pauses: tuple[float, ...] = PAUSES
        while True:
            try:
                await self.take(update)
            except NotTakenError as error:
                _log.warning("update not taken", update=update.update_id, error=str(error))
                await asyncio.sleep(1.0)
            except Exception as error:
                _log.error("update failed", update=update.update_id, error=type(error).__name__)
                if not pauses:
                    break  # a fault of ours: it must not hold back all others for ever
                await asyncio.sleep(pauses[0])
                pauses = pauses[1:]
            else:
                break
        self._done.add(update.update_id)
        del self._tasks[update.update_id]

    def _confirm(self) -> None:
        """Move the offset up to the oldest update that is not done."""
        if self._done:
            self.offset = min(self._tasks, default=max(self._done) + 1)
            self._done = {number for number in self._done if number >= self.offset}


def readable(data: object) -> list[Update]:
    """Return the updates of an answer that can be read; one that cannot must not stop all others."""
    items = data.get("result") if isinstance(data, dict) else None
    found = [_read(item) for item in items] if isinstance(items, list) else []
    return [update for update in found if update is not None]


def _read(item: object) -> Update | None:
    try:
        return Update.model_validate(item)
    except ValidationError:
        _log.error("unreadable update")
        number = item.get("update_id") if isinstance(item, dict) else None
        return Update(update_id=number) if isinstance(number, int) else None
