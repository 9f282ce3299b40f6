"""What stands in a printed document."""

from dataclasses import dataclass

from bot.messages import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A text; `quiet` in small grey letters."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table; `widths` are shares of the page's width, equal if there are none."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """Empty lines to write on by hand."""

    lines: int
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture on a page of its own; `missing` stands in the place of one that cannot be drawn."""

    name: str
    data: bytes
    missing: str


Block = Heading | Paragraph | Grid | Room | Picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document of one language."""

    title: str
    lead: tuple[str, ...]  # lines under the title
    blocks: tuple[Block, ...]
    language: Language
    foot: str  # on every page, with {page} and {pages}
