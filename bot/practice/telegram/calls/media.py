"""Files: uploaded with a call, named by id, handed out again."""

from uuid import uuid4

from bot.practice.telegram.calls.asked import Asked, Handler, Upload
from bot.practice.telegram.limits import DOWNLOAD, PHOTO, UPLOAD
from bot.practice.telegram.refusals import Refused, bad
from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Bot, Kept, World

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM")


def keep(world: World, bot: Bot, upload: Upload, *, size: int | None = None) -> Kept:
    """Keep a file for one bot; `size` may claim more bytes than there are."""
    number = f"{bot.id}-{uuid4().hex}"
    kept = Kept(
        id=number, bot=bot.id, data=upload.data, name=upload.name.replace("/", "_") or "file",
        media_type=upload.media_type, size=len(upload.data) if size is None else size,
    )  # fmt: skip
    world.files[number] = kept
    return kept


def described(kept: Kept, kind: str, **more: object) -> Json:
    """Return the object under which a message carries a file; a photo is a list of sizes."""
    base: Json = {"file_id": kept.id, "file_unique_id": kept.id[-32:-16], "file_size": kept.size}
    if kind == "photo":
        small = base | {"file_unique_id": base["file_unique_id"] + "s", "width": 90, "height": 90}
        return {"photo": [small, base | {"width": 800, "height": 800}]}
    named = {"file_name": kept.name, "mime_type": kept.media_type}
    fields: dict[str, Json] = {
        "document": named, "audio": named | {"duration": 1},
        "voice": {"mime_type": "audio/ogg", "duration": 1},
        "video": named | {"width": 640, "height": 480, "duration": 1},
        "video_note": {"length": 240, "duration": 1},
        "animation": named | {"width": 320, "height": 240, "duration": 1},
        "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    }  # fmt: skip
    return {kind: base | fields[kind] | more}


def resolve(asked: Asked, value: str, kind: str) -> Kept:
    """Return the file that a parameter means: `attach://name`, or an id of this bot's. Raises Refused."""
    if value.startswith("attach://"):
        return _uploaded(asked, value.removeprefix("attach://"), kind)
    kept = asked.world.files.get(value)
    if kept is None or kept.bot != asked.bot.id:
        raise bad("wrong file identifier/HTTP URL specified")
    return kept


def _uploaded(asked: Asked, name: str, kind: str) -> Kept:
    upload = asked.uploads.get(name)
    if upload is None:
        raise bad(f"there is no file attach://{name} in the request")
    if not upload.data:
        raise bad("file must be non-empty")
    if len(upload.data) > (PHOTO if kind == "photo" else UPLOAD):
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and not upload.data.startswith(_IMAGES):
        raise bad("IMAGE_PROCESS_FAILED")
    return keep(asked.world, asked.bot, upload)


def get_file(asked: Asked) -> Json:
    """Say where a file can be downloaded."""
    kept = asked.world.files.get(asked.values["file_id"])
    if kept is None or kept.bot != asked.bot.id:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if kept.size > DOWNLOAD:
        raise bad("file is too big")
    unique = kept.id[-32:-16]
    return {"file_id": kept.id, "file_unique_id": unique, "file_size": kept.size, "file_path": kept.path}


HANDLERS: dict[str, Handler] = {"getFile": get_file}
