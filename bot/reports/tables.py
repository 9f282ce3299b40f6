"""What a report is made of, whatever shows it: a page, a spreadsheet, a printed document, the terminal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Cell = str | int
FEWEST = 5  # answers of a group below which nothing of it is shown
HIDDEN = "—"


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One figure: a heading, rows, and how they may be drawn."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""  # what is counted, and from which table
    chart: Literal["bars", "line"] | None = None
    value: int = -1  # column that is drawn
    series: int = 0  # of a line: how many columns say whose it is; the next one says when
    most: int | None = None  # value of a full bar, e.g. 100 for shares; None = the largest


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """All figures of a span of time."""

    title: str
    organisations: str
    period: str
    made: str  # when
    tables: tuple[Table, ...]


def share(part: int, whole: int) -> Cell:
    """Return a share in whole per cent; nothing of nothing is not a share."""
    return round(100 * part / whole) if whole else HIDDEN


def too_few(sizes: Iterable[int]) -> set[int]:
    """Return the places of groups that must not be shown: small ones, and one more that would give them away.

    Where the hidden groups have fewer than five answers together, they could be had by subtraction from the
    total: the smallest of the others is hidden too.
    """
    counts = list(sizes)
    hidden = {place for place, size in enumerate(counts) if 0 < size < FEWEST}
    if hidden and sum(counts[place] for place in hidden) < FEWEST:
        others = [place for place, size in enumerate(counts) if size >= FEWEST]
        hidden |= {min(others, key=lambda place: counts[place])} if others else set()
    return hidden
