"""Charts as inline SVG, made on the server; the table beside a chart says the same in numbers."""

from dataclasses import dataclass
from html import escape

from bot.reports.tables import Cell, Table

WIDTH, BAR, GAP, LABEL = 640, 22, 10, 250  # pixels of the drawing
HEIGHT, PAD = 180, 26  # of a line
NARROW = 300  # pixels of the drawing on a phone
MOST_BARS = 14
MOST_LINES = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bar:
    label: str
    value: int


def chart(table: Table, *, right_to_left: bool) -> str:
    """Return the drawing of a table; empty if there is nothing to draw."""
    bars = [
        _Bar(label=" · ".join(dict.fromkeys(_names(row))), value=value)
        for row in table.rows
        if isinstance(value := row[table.value], int)
    ]
    if table.chart is None or not bars or not any(bar.value for bar in bars):
        return ""
    most = table.most or max(bar.value for bar in bars)
    if table.chart == "line":
        return _lines(table, most, right_to_left=right_to_left)
    drawn = (_bars, _narrow_bars)  # a stylesheet shows the one that fits
    return "".join(each(table.title, bars[:MOST_BARS], most, right_to_left=right_to_left) for each in drawn)


def _names(row: tuple[Cell, ...]) -> list[str]:
    """Return the words in front of a row's numbers."""
    names: list[str] = []
    for cell in row:
        if isinstance(cell, int):
            break
        names.append(cell)
    return names


def _bars(title: str, bars: list[_Bar], most: int, *, right_to_left: bool) -> str:
    height = len(bars) * (BAR + GAP) + GAP
    room = WIDTH - LABEL - 60
    drawn = []
    for place, bar in enumerate(bars):
        top, length = GAP + place * (BAR + GAP), max(2, round(room * bar.value / most)) if bar.value else 0
        begin = WIDTH - LABEL - length if right_to_left else LABEL
        at = WIDTH - 6 if right_to_left else 6
        beyond = begin - 8 if right_to_left else begin + length + 8
        middle = top + BAR - 6
        drawn.append(
            f'<text x="{at}" y="{middle}" class="name">{escape(_short(bar.label))}</text>'
            f'<rect x="{begin}" y="{top}" width="{length}" height="{BAR}" rx="4"/>'
            f'<text x="{beyond}" y="{middle}" class="value">{bar.value}</text>'
        )
    return _svg(title, WIDTH, height, "".join(drawn), right_to_left=right_to_left, kind=" broad")


def _narrow_bars(title: str, bars: list[_Bar], most: int, *, right_to_left: bool) -> str:
    """Draw for a phone: each name above its bar."""
    row = 2 * BAR + GAP
    room = NARROW - 50
    drawn = []
    for place, bar in enumerate(bars):
        top, length = place * row, max(2, round(room * bar.value / most)) if bar.value else 0
        begin, at = (NARROW - length, NARROW) if right_to_left else (0, 0)
        beyond = begin - 8 if right_to_left else begin + length + 8
        drawn.append(
            f'<text x="{at}" y="{top + BAR - 6}" class="name">{escape(_short(bar.label))}</text>'
            f'<rect x="{begin}" y="{top + BAR}" width="{length}" height="{BAR - 4}" rx="4"/>'
            f'<text x="{beyond}" y="{top + 2 * BAR - 8}" class="value">{bar.value}</text>'
        )
    return _svg(title, NARROW, len(bars) * row, "".join(drawn), right_to_left=right_to_left, kind=" slim")


def _lines(table: Table, most: int, *, right_to_left: bool) -> str:
    """Draw a line for each of those whom the first columns name, one below the other."""
    series: dict[str, list[_Bar]] = {}
    for row in table.rows:
        if isinstance(value := row[table.value], int):
            name = " · ".join(map(str, row[: table.series]))
            series.setdefault(name, []).append(_Bar(label=str(row[table.series]), value=value))
    return "".join(
        (f'<p class="series">{escape(name)}</p>' if name else "")
        + _line(f"{table.title}: {name}" if name else table.title, points, most, right_to_left=right_to_left)
        for name, points in list(series.items())[:MOST_LINES]
    )


def _line(title: str, points: list[_Bar], most: int, *, right_to_left: bool) -> str:
    step = (WIDTH - 2 * PAD * 2) / max(1, len(points) - 1)
    places = []
    for place, point in enumerate(points):
        x = PAD * 2 + step * place
        x = WIDTH - x if right_to_left else x
        places.append((round(x), round(HEIGHT - PAD - (HEIGHT - 2 * PAD) * point.value / most)))
    path = " ".join(f"{x},{y}" for x, y in places)
    every = max(1, len(points) // 6)
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r="4"/><text x="{x}" y="{y - 8}" class="value mid">{point.value}</text>'
        + (
            f'<text x="{x}" y="{HEIGHT - 4}" class="name mid">{escape(point.label)}</text>'
            if place % every == 0
            else ""
        )
        for place, ((x, y), point) in enumerate(zip(places, points, strict=True))
    )
    drawn = f'<polyline points="{path}"/>{marks}'
    return _svg(title, WIDTH, HEIGHT, drawn, right_to_left=right_to_left)


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _svg(title: str, width: int, height: int, drawn: str, *, right_to_left: bool, kind: str = "") -> str:
    way = "rtl" if right_to_left else "ltr"
    return (
        f'<svg class="chart{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" '
        f'direction="{way}">{drawn}</svg>'
    )
