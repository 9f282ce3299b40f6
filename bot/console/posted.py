"""Reads the console's posted forms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import HTTPException, Request
from starlette.datastructures import FormData

from bot.pages.uploads import TooLargeError, form_of

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
