"""What people say of the service: nobody's name, nobody's who served, and no group of fewer than five."""

from collections.abc import Iterable, Mapping, Sequence

from bot.ports.store import Figures, Reads, Span, Stars
from bot.reports.hiding import without_names
from bot.reports.period import Period
from bot.reports.tables import FEWEST, HIDDEN, Cell, Table, share, too_few
from bot.reports.wording import Wording

MOST_WORDS = 40


async def opinions(reads: Reads, word: Wording, span: Span, period: Period, zone: str) -> tuple[Table, ...]:
    """Return the tables of satisfaction. Satisfied is who gave four or five stars of five."""
    figures, names = reads.figures, (await reads.staff_names()).values()
    whole = {each.by[0]: each for each in await figures.satisfaction(span, "organisation")}
    enough = {organisation for organisation, each in whole.items() if each.answered >= FEWEST}
    return (
        await _overall(figures, word, span, whole),
        await _grouped(figures, word, span, "channel"),
        await _grouped(figures, word, span, "topic"),
        await _trend(figures, word, span, period, zone),
        await _reasons(figures, word, span, enough),
        await _words(figures, word, span, enough, names),
        await _ratings(figures, word, span),
    )


async def _overall(figures: Figures, word: Wording, span: Span, whole: Mapping[str | None, Stars]) -> Table:
    asked = {each.by[0]: each.rows for each in await figures.asked(span)}
    nothing = Stars(by=(), answered=0, rated=0, good=0)
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        each = whole.get(organisation, nothing)
        shown = _shown(each, hidden=0 < each.answered < FEWEST)
        rows.append((word.organisation(organisation), asked.get(organisation, 0), *shown))
    return _made(word, "satisfaction", "organisation asked surveys satisfied", rows, most=100)


async def _grouped(figures: Figures, word: Wording, span: Span, by: str) -> Table:
    found = await figures.satisfaction(span, "organisation", by)
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        own = [each for each in found if each.by[0] == organisation]
        hidden = too_few(each.answered for each in own)
        for place, each in enumerate(own):
            name = word.topic(each.by[1]) if by == "topic" else word.known("channel", each.by[1])
            rows.append((word.organisation(organisation), name, *_shown(each, hidden=place in hidden)))
    return _made(word, f"satisfaction-{by}", f"organisation {by} surveys satisfied", rows, most=100)


async def _trend(figures: Figures, word: Wording, span: Span, period: Period, zone: str) -> Table:
    parts: list[tuple[str, Stars]] = []
    for part in period.parts():
        begin, end = part.bounds(zone)
        own = await figures.satisfaction(Span(organisations=span.organisations, begin=begin, end=end))
        parts += [(part.label(word.language), each) for each in own]
    hidden = too_few(each.answered for _, each in parts)
    rows = [(label, *_shown(each, hidden=place in hidden)) for place, (label, each) in enumerate(parts)]
    return _made(word, "trend", "time surveys satisfied", rows, most=100, line=True)


async def _reasons(figures: Figures, word: Wording, span: Span, enough: set[str | None]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (word.organisation(each.by[0]), word.reason(each.by[1]), each.rows)
        for each in await figures.reasons(span)
        if each.by[0] in enough
    ]
    return _made(word, "reasons", "organisation improve times", rows)


async def _words(
    figures: Figures, word: Wording, span: Span, enough: set[str | None], names: Iterable[str]
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (word.organisation(organisation), stars or HIDDEN, without_names(said, names))
        for organisation, stars, said in await figures.words(span)
        if organisation in enough and not said.startswith("voice:")
    ]
    return _made(word, "words", "organisation stars words", rows[:MOST_WORDS], drawn=False)


async def _ratings(figures: Figures, word: Wording, span: Span) -> Table:
    rows = [
        (word.organisation(each.by[0]), *_shown(each, hidden=each.answered < FEWEST))
        for each in await figures.ratings(span)
    ]
    return _made(word, "ratings", "organisation ratings satisfied", rows, most=100)


def _shown(each: Stars, *, hidden: bool) -> tuple[Cell, Cell]:
    """Return how many answered, and the share that is satisfied; of a small group nothing."""
    return (HIDDEN, HIDDEN) if hidden else (each.answered, share(each.good, each.rated))


def _made(
    word: Wording,
    name: str,
    head: str,
    rows: Sequence[tuple[Cell, ...]],
    *,
    most: int | None = None,
    line: bool = False,
    drawn: bool = True,
) -> Table:
    return Table(
        id=name,
        title=word.say(name),
        head=tuple(word.say(f"head.{each}") for each in head.split()),
        rows=tuple(rows),
        note=word.say(f"{name}.note"),
        chart=("line" if line else "bars") if drawn else None,
        most=most,
    )
