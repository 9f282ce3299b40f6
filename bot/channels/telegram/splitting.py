"""Texts longer than one message: cut between paragraphs, else sentences, else words. Pure."""

import re

LONGEST = 4096  # UTF-16 units; Telegram counts characters, which are never more
_BREAKS = (
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?؟。])\s+"),
    re.compile(r"(?<=[،,;؛:])\s+"),
    re.compile(r"\s+"),
)


def units(text: str) -> int:
    """Return the length in UTF-16 units, in which Telegram counts places."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, longest: int = LONGEST) -> list[str]:
    """Return the text in pieces no longer than `longest`; together they hold every word in order."""
    pieces, rest = [], text.strip()
    while units(rest) > longest:
        cut, after = _cut(rest, longest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[after:].lstrip()
    return [*pieces, rest] if rest else pieces


def _cut(text: str, longest: int) -> tuple[int, int]:
    """Return where the first piece ends and where the rest begins."""
    window = _prefix(text, longest)
    for pattern in _BREAKS:
        places = [found.span() for found in pattern.finditer(text, 0, len(window) + 1)]
        good = [span for span in places if len(window) // 3 < span[0] <= len(window)]
        if good:
            return good[-1]
    return len(window), len(window)


def _prefix(text: str, longest: int) -> str:
    size, end = 0, 0
    for letter in text:
        size += 2 if ord(letter) > 0xFFFF else 1
        if size > longest:
            break
        end += 1
    return text[:end]
