"""Reads what the page or a script posted. Pure: fields in, a draft or the reason why not out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.messages import Location
from bot.ports.typed import typed

Reason = Literal["key", "empty", "long", "choice", "location"]
_KEY_LENGTH = 200
_CHOICE_BYTES = 64
_FILES = 5  # files in one message


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A message as it was posted; files are tickets still."""

    key: str  # idempotency key
    text: str = ""
    choice: str | None = None
    location: Location | None = None
    files: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """What the key stands for: another body under the same key is a mistake."""
        return "\0".join((self.text, self.choice or "", str(self.location or ""), *self.files))


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfit:
    """Why a message cannot be taken. `web.unfit.<reason>` says it to the person."""

    reason: Reason


def parse(fields: Mapping[str, object], *, longest: int) -> Draft | Unfit:
    """Read posted fields: key, text, choice, latitude with longitude, file, and the date pickers' parts."""
    key = _string(fields, "key")
    if not 0 < len(key) <= _KEY_LENGTH:
        return Unfit(reason="key")
    text = _string(fields, "text") or _picked_date(fields)
    if len(text) > longest:
        return Unfit(reason="long")
    choice = _string(fields, "choice") or None
    if choice is not None and len(choice.encode()) > _CHOICE_BYTES:
        return Unfit(reason="choice")
    location = _location(fields)
    if isinstance(location, Unfit):
        return location
    draft = Draft(key=key, text=text, choice=choice, location=location, files=_strings(fields, "file"))
    return draft if text or choice or location or draft.files else Unfit(reason="empty")


def _string(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return typed(value) if isinstance(value, str) else ""


def _strings(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    listed = value if isinstance(value, list) else [value]
    return tuple(item for item in listed if isinstance(item, str) and item)[:_FILES]


def _picked_date(fields: Mapping[str, object]) -> str:
    """Return the date of a picker as it would be typed: 2026-11-21, or 12/9/1446 هـ."""
    hijri = [_string(fields, f"hijri_{part}") for part in ("day", "month", "year")]
    if all(part.isdigit() for part in hijri):
        return "/".join(hijri) + " هـ"
    return _string(fields, "date")


def _location(fields: Mapping[str, object]) -> Location | Unfit | None:
    if not fields.get("latitude") and not fields.get("longitude"):
        return None
    try:
        latitude, longitude = float(str(fields.get("latitude"))), float(str(fields.get("longitude")))
    except ValueError:
        return Unfit(reason="location")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Unfit(reason="location")
    return Location(latitude=latitude, longitude=longitude)
