"""Bytes of attachments."""

from typing import Protocol

from bot.messages import Attachment


class FileStore(Protocol):
    """Bytes of attachments: content-addressed and encrypted, written before the row that names them."""

    async def put(self, data: bytes, *, name: str, declared: str | None = None) -> Attachment:
        """Store and return the attachment; its type is read from the content. Same bytes, same key."""
        ...

    async def get(self, key: str) -> bytes:
        """Return the plain bytes. KeyError if there are none."""
        ...

    async def remove(self, key: str) -> None:
        """Erase."""
        ...
