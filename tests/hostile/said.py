"""The rows of inputs.yaml, and what no reply to any of them may hold."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

Row = Mapping[str, Any]
ROWS: tuple[Row, ...] = tuple(
    yaml.load((Path(__file__).parent / "inputs.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
)
MARKUP = ("<", "javascript:", "onerror", "{{", "${", "DROP TABLE", "etc/passwd", "Set-Cookie", "rm -rf")
HIDDEN = ("\0", "\x1b", "\u202e", "\u202d", "\ud800", "\udfff", "\ud83d")


def text_of(row: Row) -> str:
    """Return what is sent."""
    return str(row["say"]) * int(row.get("times", "1")) + str(row.get("then", ""))


def echoes(texts: Iterable[str]) -> list[str]:
    """Return the texts that hold what somebody may have smuggled in."""
    return [text for text in texts if any(bad in text for bad in (*MARKUP, *HIDDEN))]
