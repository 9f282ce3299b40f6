"""Cuts a plain text into pieces: words, and links, addresses and numbers that stand left to right."""

import re
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["words", "link", "email", "phone", "number"]
_FOUND = re.compile(
    r"(?P<link>https?://[^\s<>\"'،؛]+[^\s<>\"'،؛.,:;!?)\]»])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<phone>(?<![\w+])(?:\+\d[\d \-]{6,16}\d|0\d{8,10}|9200\d{5}|800\d{7})(?!\w))"
    r"|(?P<number>(?<![\w])[A-Z]{2,12}(?:-\d+){2,3}(?!\w))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of text and what it is."""

    kind: PieceKind
    text: str

    @property
    def href(self) -> str:
        """Where a press leads; empty for what is no link."""
        if self.kind == "phone":
            return "tel:" + re.sub(r"[ \-]", "", self.text)
        return {"link": self.text, "email": f"mailto:{self.text}"}.get(self.kind, "")


def paragraphs(text: str) -> list[list[Piece]]:
    """Return the lines of a text that are not empty, each cut into pieces."""
    return [pieces(line) for line in text.splitlines() if line.strip()]


def pieces(line: str) -> list[Piece]:
    """Cut one line."""
    cut: list[Piece] = []
    end = 0
    for match in _FOUND.finditer(line):
        if match.start() > end:
            cut.append(Piece(kind="words", text=line[end : match.start()]))
        cut.append(Piece(kind=_kind(match), text=match.group()))
        end = match.end()
    if end < len(line):
        cut.append(Piece(kind="words", text=line[end:]))
    return cut


def _kind(match: re.Match[str]) -> PieceKind:
    kinds: tuple[PieceKind, ...] = ("link", "email", "phone", "number")
    return next(kind for kind in kinds if match[kind])
