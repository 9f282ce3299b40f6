"""Slash commands: what stands in Telegram's menu, and which button each one presses. Pure."""

from collections.abc import Mapping

from bot.engine.content import Content
from bot.messages import Language

MOST = 100  # commands that Telegram keeps
_PLAIN: Mapping[str, str] = {
    "menu": "menu",
    "start": "menu",
    "help": "do:help",
    "person": "person",
    "back": "do:back",
    "cancel": "do:cancel",
    "restart": "do:restart",
    "arabic": "lang:ar",
    "english": "lang:en",
    "elsewhere": "do:elsewhere",
    "forget": "do:forget",
    "leave": "do:leave",
}
SHOWN = ("menu", "help", "person", "cancel", "arabic", "english", "elsewhere", "forget", "leave")
CHANGE = "organisation"  # a shared bot's way to another organisation


def name_of(entry: str) -> str:
    """Return the command of a menu entry: `flow:support-request` → `support_request`."""
    return entry.partition(":")[2].replace("-", "_").lower()[:32]


def choice_of(command: str, content: Content) -> str | None:
    """Return the id of the button that a command presses; None if there is no such command."""
    if command in _PLAIN:
        return _PLAIN[command]
    return next((entry for entry in content.menu if name_of(entry) == command), None)


def read_command(text: str) -> tuple[str, str] | None:
    """Return command and rest of a text that begins with one: `/start@my_bot aoun` → start, aoun."""
    if not text.startswith("/"):
        return None
    head, _, rest = text[1:].partition(" ")
    name = head.partition("@")[0].lower()
    return (name, rest.strip()) if name.replace("_", "").isalnum() and name.isascii() else None


def listed(content: Content, language: Language, *, shared: bool) -> list[tuple[str, str]]:
    """Return the commands of a language with their descriptions, in the order of the menu."""
    own = [(name, content.texts(language, f"telegram.command.{name}")) for name in SHOWN]
    change = [(CHANGE, content.texts(language, "telegram.command.organisation"))] if shared else []
    if shared:
        return [*own[:1], *change, *own[1:]]
    entries = [(name_of(each), title) for each in content.menu if (title := _title(each, content, language))]
    return [*own[:1], *entries, *own[1:]][:MOST]


def _title(entry: str, content: Content, language: Language) -> str | None:
    kind, _, what = entry.partition(":")
    named = content.flows.get(what) if kind == "flow" else content.topics.get(what)
    return named.title[language][:256] if named else None
