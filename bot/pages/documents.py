"""Documents of a shelf, on their way to a browser."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import Response

from bot.messages import Attachment

SHOWN = ("application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain")
_PRINTED = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; img-src 'self'"


def shows(media_type: str) -> bool:
    """Whether a browser shows such a file itself; other files are saved."""
    return media_type in SHOWN


def document(file: Attachment, data: bytes, *, name: str, cache: str, seen: str | None = None) -> Response:
    """Return a document so that nothing in it runs: what a browser cannot show by itself is saved.

    `name` is what it is called on the reader's device; `seen` is the `If-None-Match` of the request.
    """
    headers = _headers(file, name, cache)
    if seen == headers["ETag"]:
        return Response(status_code=304, headers={"ETag": headers["ETag"], "Cache-Control": cache})
    kind = f"{file.media_type}; charset=utf-8" if file.media_type == "text/plain" else file.media_type
    return Response(
        data, media_type=kind if shows(file.media_type) else "application/octet-stream", headers=headers
    )


def _headers(file: Attachment, name: str, cache: str) -> Mapping[str, str]:
    disposition = "inline" if shows(file.media_type) else "attachment"
    # in a sandbox the browser's own reader of PDF files does not open
    policy = _PRINTED if file.media_type == "application/pdf" else "default-src 'none'; sandbox"
    return {
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": f"{policy}; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": cache,
        "ETag": f'"{file.key}-{len(name.encode())}"',
    }
