"""How cases stand, and how long they took."""

from asyncio import gather
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from math import ceil

from bot.engine.working_days import overdue
from bot.ports.store import Figures, Span
from bot.reports.tables import HIDDEN, Cell, share
from bot.reports.wording import Wording

AGES = (7, 30)  # days in a stage that are counted apart
_DAY = 86400


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """How long something took, in whole seconds; percentiles by nearest rank."""

    rows: int
    within: int  # of them took no longer than the target
    median: int
    p90: int


def times(seconds: Iterable[int], *, target: int) -> Times | None:
    """Sum up how long things took; None if there was nothing."""
    took = sorted(seconds)
    if not took:
        return None
    median, p90 = (took[ceil(len(took) * percent / 100) - 1] for percent in (50, 90))
    return Times(rows=len(took), within=bisect_right(took, target), median=median, p90=p90)


async def times_of_cases(figures: Figures, word: Wording, span: Span) -> list[tuple[Cell, ...]]:
    """Return a row an organisation and kind: how many ended, how long it took, the target, share in time."""
    took = {each.by: each.seconds for each in await figures.resolution(span)}
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        content = word.contents[organisation]
        for life in content.lives.values():
            days = content.case_settings.resolve(life)
            ended = (
                took.get((organisation, life.id, stage.id), ()) for stage in life.stages if not stage.open
            )
            target = (days or 0) * _DAY
            each = times(chain.from_iterable(ended), target=target)
            if each is None:
                continue
            names = (word.organisation(organisation), word.kind(life.id))
            shown = (each.rows, word.time(each.median), word.time(each.p90))
            aim = (word.time(target), share(each.within, each.rows)) if days else (HIDDEN, HIDDEN)
            rows.append((*names, *shown, *aim))
    return rows


async def standing(
    figures: Figures, word: Wording, organisations: Sequence[str], now: datetime
) -> list[tuple[Cell, ...]]:
    """Return a row an organisation, kind and open stage: how many are there, since long, and late."""
    found, counts = await gather(
        figures.standing(organisations, before=[now - timedelta(days=days) for days in AGES]),
        figures.late({one: overdue(word.contents[one], now) for one in organisations}),
    )
    late_ones = {each.by: each.rows for each in counts}
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        organisation, kind, stage_id = (str(value) for value in each.by)
        content = word.contents[organisation]
        life = content.lives.get(kind)
        stage = life.stage(stage_id) if life else None
        if stage is not None and not stage.open:
            continue
        target = content.case_settings.target(kind, stage) if stage else None
        late: Cell = late_ones.get(each.by, 0) if target else HIDDEN
        names = (word.organisation(organisation), word.kind(kind), word.stage(kind, stage_id))
        rows.append((*names, each.rows, *each.before, late))
    return rows
