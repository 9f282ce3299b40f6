"""Reads the console's posted forms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import HTTPException, Request
from starlette.datastructures import FormData, UploadFile

from bot.messages import Attachment
from bot.pages.uploads import TooLargeError, form_of
from bot.ports.store import FileStore

FILE_BYTES = 15 * 1024 * 1024  # of one file
_FORM_BYTES = 3 * FILE_BYTES


@asynccontextmanager
async def posted(request: Request, *, fields: int = 30) -> AsyncIterator[FormData]:
    """Open a posted form; 413 if it is too large, 400 if it is none."""
    try:
        async with form_of(request, _FORM_BYTES, fields=fields) as form:
            yield form
    except TooLargeError as error:
        raise HTTPException(413) from error
    except ValueError as error:
        raise HTTPException(400) from error


def words(form: FormData) -> dict[str, str]:
    """Return the fields that are text."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def uploads(form: FormData, files: FileStore) -> tuple[Attachment, ...]:
    """Keep the files of a form; 413 if one is too large."""
    kept = []
    for _, upload in form.multi_items():
        if isinstance(upload, UploadFile) and upload.filename:
            data = await upload.read()
            if len(data) > FILE_BYTES:
                raise HTTPException(413)
            kept.append(await files.put(data, name=upload.filename, declared=upload.content_type))
    return tuple(kept)
