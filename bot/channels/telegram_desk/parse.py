"""What staff write and press, as values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

COMMANDS: Final = (
    "claim", "note", "priority", "pass", "return", "close", "canned", "history", "queue", "status", "reload",
    "errors", "unanswered", "snooze", "help", "id", "start", "link", "ask", "unask", "reopen",
)  # fmt: skip
MAP: Final = "https://maps.google.com/?q={:.5f},{:.5f}"
SHORT: Final[Mapping[str, str]] = {"transfer": "pass", "reply": "canned", "bot": "return", "team": "pass"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """A command or a pressed button: what is to be done, and with what."""

    verb: str
    rest: str = ""


def command(text: str, *, bot: str = "") -> Order | None:
    """Read `/verb@bot rest`; None for other text, and for a command to another bot."""
    if not text.startswith("/"):
        return None
    first, *more = text[1:].split(maxsplit=1)[:2] or [""]
    name, _, addressed = first.partition("@")
    if addressed and addressed.casefold() != bot.casefold():
        return None
    verb = name.casefold()
    return Order(verb=SHORT.get(verb, verb), rest="".join(more).strip())


def pressed(data: str) -> Order:
    """Read a button's data: `verb` or `verb:rest`."""
    verb, _, rest = data.partition(":")
    return Order(verb=verb, rest=rest)


def place_in_words(latitude: float, longitude: float, *names: str) -> str:
    """Return a place as any channel can show it: what it is called, and a link that opens a map."""
    named = "، ".join(name for name in names if name)
    return (
        f"📍 {named}\n{MAP.format(latitude, longitude)}" if named else f"📍 {MAP.format(latitude, longitude)}"
    )


def fits(data: str) -> bool:
    """Whether Telegram takes this as a button's data."""
    return 0 < len(data.encode()) <= 64
