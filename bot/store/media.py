"""What a file is, read from its content: a device's word for it is never trusted."""

import io
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import Final

import filetype  # type: ignore[import-untyped]

from bot.messages import MediaKind

LOOKED_AT = 65_536  # bytes at the start in which a container names its tracks
NAME_LENGTH = 120
PICTURES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif", "image/avif"}
)
OFFICE: Final = {  # folder inside the archive → media type
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})  # control, direction marks, halves of characters
TEXT_CONTROLS: Final = frozenset("\t\n\r\f")
VIDEO_TRACKS: Final = {  # container → marks of a video track; without one it is a voice note
    "video/webm": (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG"),
    "video/x-matroska": (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG"),
    "video/mp4": (b"vide",),
    "video/3gpp": (b"vide",),
}
AUDIO_TRACKS: Final = {
    "video/webm": (b"A_OPUS", b"A_VORBIS"),
    "video/x-matroska": (b"A_OPUS", b"A_VORBIS", b"A_AAC"),
    "video/mp4": (b"soun",),
    "video/3gpp": (b"soun",),
}


def type_of(data: bytes) -> str:
    """Return the media type of a file's content; `application/octet-stream` where nothing is recognised."""
    guessed = filetype.guess_mime(data[:LOOKED_AT]) if data else None
    if guessed is None:
        return "text/plain" if _is_text(data) else "application/octet-stream"
    if guessed == "application/zip":
        return _office(data) or "application/zip"
    return _without_video(str(guessed), data)


def kind_of(media_type: str) -> MediaKind:
    """Return how a file is shown: a photo, a voice note, a video, or a document."""
    if media_type in PICTURES:
        return "photo"
    if media_type.startswith("audio/"):
        return "voice"
    return "video" if media_type.startswith("video/") else "document"


def plain_name(name: str) -> str:
    """Return a file name without folders and invisible marks, at most 120 characters; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(
        letter for letter in last if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
    ).strip()
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"
    return kept[:NAME_LENGTH] or "file"


def _office(data: bytes) -> str | None:
    """Tell an office document from other archives, whatever the order of its parts."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for part, kind in OFFICE.items() if any(name.startswith(part) for name in names)), None)


def _without_video(media_type: str, data: bytes) -> str:
    """Browsers record voice notes into video containers: tell them by their tracks."""
    head = data[:LOOKED_AT]
    has_video = any(mark in head for mark in VIDEO_TRACKS.get(media_type, ()))
    has_audio = any(mark in head for mark in AUDIO_TRACKS.get(media_type, ()))
    if has_audio and not has_video:
        return media_type.replace("video/", "audio/")
    return media_type


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text) and all(letter in TEXT_CONTROLS or letter >= " " for letter in text)
