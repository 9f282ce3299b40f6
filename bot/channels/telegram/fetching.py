"""Files from Telegram into the store, with word of their progress."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import structlog
from aiogram.exceptions import AiogramError, TelegramBadRequest

from bot.channels.telegram.parse import FileRef
from bot.channels.telegram.present import DOWNLOAD
from bot.channels.telegram.wire import Wire
from bot.messages import Attachment
from bot.ports.store import FileStore

SLOW = 2 * 2**20  # bytes from which the person is told that the file is on its way
AT_ONCE = 4  # files in memory at the same time
_PAUSES = (0.5, 2.0, 5.0)  # seconds before another try
_log = structlog.get_logger(__name__)
Say = Callable[..., str]  # text id and fields → words in the person's language


@dataclass(kw_only=True, slots=True)
class Fetching:
    """Brings files in; tells the person what cannot be brought."""

    wire: Wire
    files: FileStore
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def fetch(self, chat: int, ref: FileRef, say: Say) -> Attachment | None:
        """Return the stored file; None if it is too big or lost, which the person has been told then."""
        most = DOWNLOAD // 2**20
        if ref.size is not None and ref.size > DOWNLOAD:
            told = say("telegram.file.big", megabytes=megabytes(ref.size), most=most)
            await self.wire.note(chat, told)
            return None
        size = megabytes(ref.size or 0)
        slow = ref.size is not None and ref.size >= SLOW
        note = await self.wire.note(chat, say("telegram.file.coming", megabytes=size)) if slow else None
        async with self._slots:
            try:
                kept = await self._bring(ref)
            except ValueError:
                await self._tell(chat, note, say("telegram.file.bigger", most=most))
                return None
        if note is not None or kept is None:
            key = "telegram.file.here" if kept else "telegram.file.lost"
            await self._tell(chat, note, say(key, megabytes=size))
        return kept

    async def _tell(self, chat: int, note: int | None, words: str) -> None:
        """Say how it ended, in place of the word that the file was on its way if there was one."""
        if note is not None:
            await self.wire.rewrite(chat, note, words)
        else:
            await self.wire.note(chat, words)

    async def _bring(self, ref: FileRef) -> Attachment | None:
        for pause in (*_PAUSES, None):
            try:
                data = await self.wire.fetch(ref)
                kept = await self.files.put(data, name=ref.name, declared=ref.media_type)
                return _as_sent(kept, ref)
            except TelegramBadRequest as error:
                if "too big" in error.message:
                    raise ValueError from error
                return None
            except (AiogramError, OSError, TimeoutError) as error:
                _log.info("file not fetched", error=type(error).__name__, again=pause is not None)
                if pause is not None:
                    await asyncio.sleep(pause)
        return None


def _as_sent(kept: Attachment, ref: FileRef) -> Attachment:
    """Return a voice note as one, whatever its container looks like; other kinds are read from content."""
    if ref.kind != "voice":
        return replace(kept, seconds=ref.seconds)
    media = kept.media_type.replace("video/", "audio/")
    return replace(kept, kind="voice", media_type=media, seconds=ref.seconds)


def megabytes(size: int) -> str:
    """Return bytes as megabytes with one decimal, never less than there are: 20 MB and a byte are 20.1."""
    return f"{math.ceil(size * 10 / 2**20) / 10:.1f}"
