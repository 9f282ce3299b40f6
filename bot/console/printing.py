"""Files that pages hand out: spreadsheets, and documents for print."""

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.console.visits import Visit
from bot.papers.document import Document
from bot.papers.fonts import PACKAGE, NoFont

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def print_out(document: Document, name: str, visit: Visit) -> Response:
    """Hand out a document as PDF. 503 with what to install if no Arabic font is there."""
    from bot.papers.pdf import pdf  # heavy: only who prints waits for it

    try:
        data = await run_in_threadpool(pdf, document)
    except NoFont:
        raise HTTPException(503, visit.say("print.no-font", package=PACKAGE)) from None
    return download(data, name, "application/pdf")


def download(data: bytes, name: str, media_type: str) -> Response:
    """Hand out a file that no browser keeps or runs."""
    return Response(
        data,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
