"""What people say of the service: nobody's name, nobody's who served, and no group of fewer than five."""

from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence

from bot.ports.store import Count, Reads, Span, Stars
from bot.reports.hiding import without_names
from bot.reports.period import Period
from bot.reports.small_groups import too_few_across
from bot.reports.tables import FEWEST, HIDDEN, Cell, Table, share, too_few
from bot.reports.wording import Wording

MOST_WORDS = 40
GROUPS = {"channel": 1, "topic": 2}  # places in what the surveys are counted by

Parts = Sequence[tuple[int, Stars]]  # number of a part of the time, and its surveys by group


async def opinions(reads: Reads, word: Wording, span: Span, period: Period, zone: str) -> tuple[Table, ...]:
    """Return the tables of satisfaction. Satisfied is who gave four or five stars of five."""
    figures = reads.figures
    parts = [(part.label(word.language), part.bounds(zone)[0]) for part in period.parts()]
    begins, labels = [begin for _, begin in parts], [label for label, _ in parts]
    names, found, asked, reasons, words, ratings = await gather(
        reads.staff_names(), figures.satisfaction(span, begins=begins), figures.asked(span),
        figures.reasons(span), figures.words(span), figures.ratings(span),
    )  # fmt: skip
    whole = {each.by[0]: each for each in _summed(found, 0)}
    enough = {organisation for organisation, each in whole.items() if each.answered >= FEWEST}
    trend = _summed_by_part(found, 0)
    by_group = {by: _summed(found, 0, at) for by, at in GROUPS.items()}
    return (
        _overall(word, span, whole, asked),
        *(_grouped(word, span, by, each) for by, each in by_group.items()),
        _trend(word, span, labels, trend),
        *(
            _grouped_trend(
                word, span, labels, by, _summed_by_part(found, 0, at), whole=trend, groups=by_group[by]
            )
            for by, at in GROUPS.items()
        ),
        _reasons(word, enough, reasons),
        _words(word, enough, words, names.values()),
        _ratings(word, ratings),
    )


def _summed(found: Parts, *kept: int) -> list[Stars]:
    """Add up what differs in nothing but the part of the time and what is not kept of a group."""
    return [each for _, each in _summed_by_part([(0, each) for _, each in found], *kept)]


def _summed_by_part(found: Parts, *kept: int) -> list[tuple[int, Stars]]:
    """Add up what differs in nothing but what is not kept of a group."""
    sums: dict[tuple[int, tuple[str | None, ...]], Stars] = {}
    for part, each in found:
        by = tuple(each.by[at] for at in kept)
        before = sums.get((part, by), Stars(by=by, answered=0, rated=0, good=0))
        sums[part, by] = Stars(
            by=by,
            answered=before.answered + each.answered,
            rated=before.rated + each.rated,
            good=before.good + each.good,
        )
    ordered = sorted(sums.items(), key=lambda one: (one[0][0], [name or "" for name in one[0][1]]))
    return [(part, each) for (part, _), each in ordered]


def _overall(word: Wording, span: Span, whole: Mapping[str | None, Stars], counts: Sequence[Count]) -> Table:
    asked = {each.by[0]: each.rows for each in counts}
    nothing = Stars(by=(), answered=0, rated=0, good=0)
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        each = whole.get(organisation, nothing)
        shown = _shown(each, hidden=0 < each.answered < FEWEST)
        rows.append((word.organisation(organisation), asked.get(organisation, 0), *shown))
    return _made(word, "satisfaction", "organisation asked surveys satisfied", rows, most=100)


def _grouped(word: Wording, span: Span, by: str, found: Sequence[Stars]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        own = [each for each in found if each.by[0] == organisation]
        hidden = too_few(each.answered for each in own)
        for place, each in enumerate(own):
            name = _group(word, by, each.by[1])
            rows.append((word.organisation(organisation), name, *_shown(each, hidden=place in hidden)))
    return _made(word, f"satisfaction-{by}", f"organisation {by} surveys satisfied", rows, most=100)


def _group(word: Wording, by: str, name: str | None) -> str:
    return word.topic(name) if by == "topic" else word.known("channel", name)


def _hidden_parts(found: Parts, organisation: str) -> set[int]:
    """Return the parts of the time of which nothing of an organisation may be shown."""
    own = [(part, each.answered) for part, each in found if each.by[0] == organisation]
    hidden = too_few(answered for _, answered in own)
    return {part for place, (part, _) in enumerate(own) if place in hidden}


def _trend(word: Wording, span: Span, labels: Sequence[str], found: Parts) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        hidden = _hidden_parts(found, organisation)
        rows += [
            (word.organisation(organisation), labels[part], *_shown(each, hidden=part in hidden))
            for part, each in found
            if each.by[0] == organisation
        ]
    return _made(word, "trend", "organisation time surveys satisfied", rows, most=100, series=1)


def _grouped_trend(
    word: Wording,
    span: Span,
    labels: Sequence[str],
    by: str,
    found: Parts,
    *,
    whole: Parts,
    groups: Sequence[Stars],
) -> Table:
    """Return the trend of every group, as far as its sums, `whole` and `groups`, are shown."""
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        own = {(part, each.by[1]): each for part, each in found if each.by[0] == organisation}
        sums = [each for each in groups if each.by[0] == organisation]
        small = {sums[place].by[1] for place in too_few(each.answered for each in sums)}
        hidden = too_few_across(
            {place: each.answered for place, each in own.items()},
            parts=_hidden_parts(whole, organisation),
            groups=small,
        )
        for (part, group), each in sorted(own.items(), key=lambda one: (str(one[0][1]), one[0][0])):
            names = (word.organisation(organisation), _group(word, by, group), labels[part])
            rows.append((*names, *_shown(each, hidden=(part, group) in hidden)))
    head = f"organisation {by} time surveys satisfied"
    return _made(word, f"trend-{by}", head, rows, most=100, series=2)


def _reasons(word: Wording, enough: set[str | None], found: Sequence[Count]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (word.organisation(each.by[0]), word.reason(each.by[1]), each.rows)
        for each in found
        if each.by[0] in enough
    ]
    return _made(word, "reasons", "organisation improve times", rows)


def _words(
    word: Wording,
    enough: set[str | None],
    found: Sequence[tuple[str, int | None, str]],
    names: Iterable[str],
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (word.organisation(organisation), stars or HIDDEN, without_names(said, names))
        for organisation, stars, said in found
        if organisation in enough and not said.startswith("voice:")
    ]
    return _made(word, "words", "organisation stars words", rows[:MOST_WORDS], drawn=False)


def _ratings(word: Wording, found: Sequence[Stars]) -> Table:
    rows = [(word.organisation(each.by[0]), *_shown(each, hidden=each.answered < FEWEST)) for each in found]
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
    series: int | None = None,
    drawn: bool = True,
) -> Table:
    return Table(
        id=name,
        title=word.say(name),
        head=tuple(word.say(f"head.{each}") for each in head.split()),
        rows=tuple(rows),
        note=word.say(f"{name}.note"),
        chart=("bars" if series is None else "line") if drawn else None,
        most=most,
        series=series or 0,
    )
