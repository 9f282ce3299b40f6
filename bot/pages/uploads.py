"""Reads an uploaded form in memory: what people send never touches the disk unencrypted."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request


class TooLargeError(Exception):
    """The body is larger than allowed."""


class _InMemory(MultiPartParser):
    """Keeps every part in memory: the stream before it is bounded."""

    spool_max_size = 0  # 0 = never roll over to a file

    def close(self) -> None:
        """Let go of what was read before the body turned out to be unfit."""
        for file in self._files_to_close_on_error:
            file.close()


async def bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Yield the body; raises TooLargeError as soon as it is longer than `limit` bytes."""
    seen = 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen > limit:
            raise TooLargeError
        yield chunk


async def read_body(request: Request, limit: int) -> bytes:
    """Return the whole body. Raises TooLargeError."""
    return b"".join([chunk async for chunk in bounded(request, limit)])


@asynccontextmanager
async def form_of(request: Request, limit: int, *, fields: int = 30) -> AsyncIterator[FormData]:
    """Open a multipart form, its files in memory. Raises TooLargeError, or ValueError if it is none."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise ValueError("not multipart/form-data")
    parser = _InMemory(request.headers, bounded(request, limit), max_files=5, max_fields=fields)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise ValueError(str(error)) from error
    except TooLargeError:
        parser.close()
        raise
    try:
        yield form
    finally:
        await form.close()
