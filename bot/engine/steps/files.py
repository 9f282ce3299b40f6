"""Files in answers: as kept in JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.messages import Attachment


def as_json(file: Attachment) -> dict[str, Any]:
    """Return a file as it is kept in an answer."""
    return asdict(file)


def files_of(value: object) -> tuple[Attachment, ...]:
    """Return the files that an answer holds: an attachment step's list, or a voice note."""
    if isinstance(value, Mapping):
        voice = value.get("voice")
        return (Attachment(**voice),) if isinstance(voice, Mapping) else ()
    items = value if isinstance(value, list | tuple) else ()
    return tuple(Attachment(**item) for item in items if isinstance(item, Mapping) and "key" in item)


def files_in(answers: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Return all files of a flow's answers, each once."""
    return tuple(dict.fromkeys(file for value in answers.values() for file in files_of(value)))
