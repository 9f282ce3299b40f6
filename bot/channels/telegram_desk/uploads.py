"""Files that staff send in a topic: downloaded and stored. A file's id belongs to one bot alone."""

from dataclasses import dataclass
from typing import Any

from telegram import Bot, Message

from bot.channels.telegram_desk.parse import place_in_words
from bot.messages import Attachment
from bot.ports.store import FileStore

DOWNLOAD = 20 * 1024 * 1024  # bytes that Telegram hands to a bot
_MB = 1024 * 1024


class TooBig(Exception):
    """Telegram does not hand the file out."""

    def __init__(self, most: int) -> None:
        """Say how many megabytes there may be."""
        super().__init__(f"more than {most} MB")
        self.most = most


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A file as Telegram describes it."""

    id: str
    name: str
    size: int | None
    declared: str | None


def described(message: Message) -> Sent | None:
    """Return the file of a message, if it has one. Pure."""
    if message.photo:
        best = message.photo[-1]
        return Sent(id=best.file_id, name="photo.jpg", size=best.file_size, declared="image/jpeg")
    file: Any = message.document or message.voice or message.video or message.audio
    if file is None:
        return None
    name = getattr(file, "file_name", None) or ("voice.ogg" if message.voice else "file")
    return Sent(id=file.file_id, name=name, size=file.file_size, declared=file.mime_type)


def words_of(message: Message) -> str:
    """Return what a message says: its text or caption; a place or contact in words. Pure."""
    if venue := message.venue:
        at = venue.location
        return place_in_words(at.latitude, at.longitude, venue.title, venue.address)
    if point := message.location:
        return place_in_words(point.latitude, point.longitude)
    if contact := message.contact:
        return " ".join(filter(None, ("📞", contact.first_name, contact.last_name, contact.phone_number)))
    return message.text or message.caption or ""


async def fetched(message: Message, bot: Bot, files: FileStore) -> tuple[Attachment, ...]:
    """Download and store a message's file. Raises TooBig, or TelegramError."""
    sent = described(message)
    if sent is None:
        return ()
    if sent.size is not None and sent.size > DOWNLOAD:
        raise TooBig(DOWNLOAD // _MB)
    data = bytes(await (await bot.get_file(sent.id)).download_as_bytearray())
    return (await files.put(data, name=sent.name, declared=sent.declared),)
