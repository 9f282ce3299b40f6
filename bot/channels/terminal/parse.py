"""Reads a typed line: `[2]` or `/2` presses the second button, `@file` sends a file, the rest is text."""

import re
from dataclasses import dataclass

from bot.messages import Button
from bot.ports.typed import typed

_PRESS = re.compile(r"^[/\[]\s*(\d{1,2})\s*\]?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """What a line means."""

    text: str = ""
    choice: str | None = None
    file: str | None = None  # path of a file to send


def parse(line: str, buttons: tuple[Button, ...]) -> Typed:
    """Read one line; `buttons` are those of the last message that had any."""
    line = typed(line)
    if line.startswith("@") and len(line) > 1:
        return Typed(file=line[1:].strip())
    pressed = _PRESS.match(line)
    if pressed and 1 <= int(pressed[1]) <= len(buttons):
        return Typed(choice=buttons[int(pressed[1]) - 1].id)
    return Typed(text=line)
