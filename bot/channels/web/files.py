"""Files between the page and the store: uploaded, waiting as signed tickets, shown again to their owner."""

from dataclasses import asdict
from typing import get_args

from starlette.datastructures import UploadFile

from bot.channels.web.needs import Needs
from bot.channels.web.sessions import Sessions, Ticket
from bot.messages import Attachment, MediaKind
from bot.ports.records import Line

# what a recorded voice note may turn out to be when its content is looked at
_RECORDED = frozenset(
    {"video/webm", "video/mp4", "audio/webm", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/aac"}
)


class TooBigError(Exception):
    """The file is larger than allowed, or empty."""


async def keep(needs: Needs, upload: UploadFile, *, voice: bool) -> Attachment:
    """Store an uploaded file. Raises TooBigError."""
    data = await upload.read()
    if not 0 < len(data) <= needs.limits.file:
        raise TooBigError
    kept = await needs.files.put(data, name=upload.filename or "file", declared=upload.content_type)
    return as_voice(kept) if voice else kept


def as_voice(file: Attachment) -> Attachment:
    """Return a recording as a voice note: browsers record sound in containers that also hold video."""
    if file.media_type not in _RECORDED and not file.media_type.startswith("audio/"):
        return file
    fields = {**asdict(file), "kind": "voice", "media_type": file.media_type.replace("video/", "audio/")}
    return Attachment(**fields)


def ticket(file: Attachment) -> Ticket:
    """Return what the browser holds until the file is sent."""
    return Ticket(key=file.key, name=file.name, media_type=file.media_type, size=file.size, kind=file.kind)


def redeem(sessions: Sessions, user: str, signed: tuple[str, ...]) -> tuple[Attachment, ...] | None:
    """Return the files of a visitor's tickets; None if one of them is not theirs."""
    found = [_attachment(sessions.read_ticket(user, one)) for one in signed]
    files = tuple(file for file in found if file is not None)
    return files if len(files) == len(found) else None


def _attachment(ticket: Ticket | None) -> Attachment | None:
    kinds: tuple[MediaKind, ...] = get_args(MediaKind)
    kind = next((kind for kind in kinds if ticket and kind == ticket.kind), None)
    if ticket is None or kind is None:
        return None
    return Attachment(
        key=ticket.key, name=ticket.name, media_type=ticket.media_type, size=ticket.size, kind=kind
    )


def find(lines: list[Line], key: str) -> Attachment | None:
    """Return the file of a conversation that has this key."""
    for line in lines:
        sent = line.message.attachments if line.message else ()
        for file in (*line.attachments, *sent):
            if file.key == key and line.direction != "note":
                return file
    return None
