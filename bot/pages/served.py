"""Files that people sent, on their way to a browser."""

from starlette.responses import Response

from bot.messages import Attachment

_SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif", "audio/", "video/")


def serve(file: Attachment, data: bytes) -> Response:
    """Return a file so that a browser never runs it: pictures and sound are shown, the rest is saved."""
    shown = file.media_type.startswith(_SHOWN)
    headers = {
        "Content-Disposition": "inline" if shown else "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(
        data, media_type=file.media_type if shown else "application/octet-stream", headers=headers
    )
