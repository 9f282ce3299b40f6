"""How cases stand, and how long they took."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.ports.store import Figures, Span
from bot.reports.tables import HIDDEN, Cell, share
from bot.reports.wording import Wording

AGES = (7, 30)  # days in a stage that are counted apart
_DAY = 86400


async def times_of_cases(figures: Figures, word: Wording, span: Span) -> list[tuple[Cell, ...]]:
    """Return a row an organisation and kind: how many ended, how long it took, the target, share in time."""
    rows: list[tuple[Cell, ...]] = []
    for organisation in span.organisations:
        content = word.contents[organisation]
        own = Span(organisations=(organisation,), begin=span.begin, end=span.end)
        for life in content.lives.values():
            days = content.case_settings.resolve(life)
            ended = [stage.id for stage in life.stages if not stage.open]
            target = (days or 0) * _DAY
            for each in await figures.resolution(own, kind=life.id, ended=ended, target=target):
                names = (word.organisation(organisation), word.kind(life.id))
                took = (each.rows, word.time(each.median), word.time(each.p90))
                aim = (word.time(target), share(each.within, each.rows)) if days else (HIDDEN, HIDDEN)
                rows.append((*names, *took, *aim))
    return rows


async def standing(
    figures: Figures, word: Wording, organisations: Sequence[str], now: datetime
) -> list[tuple[Cell, ...]]:
    """Return a row an organisation, kind and open stage: how many are there, since long, and late."""
    long = {
        days: {
            each.by: each.rows
            for each in await figures.standing(organisations, before=now - timedelta(days=days))
        }
        for days in sorted({*AGES, *_targets(word)})
    }
    rows: list[tuple[Cell, ...]] = []
    for each in await figures.standing(organisations):
        organisation, kind, stage_id = (str(value) for value in each.by)
        content = word.contents[organisation]
        life = content.lives.get(kind)
        stage = life.stage(stage_id) if life else None
        if stage is not None and not stage.open:
            continue
        target = content.case_settings.target(kind, stage) if stage else None
        ages = [long[days].get(each.by, 0) for days in AGES]
        late: Cell = long[target].get(each.by, 0) if target else HIDDEN
        names = (word.organisation(organisation), word.kind(kind), word.stage(kind, stage_id))
        rows.append((*names, each.rows, *ages, late))
    return rows


def _targets(word: Wording) -> set[int]:
    """Return every number of days after which a case of some stage is late."""
    found = {
        content.case_settings.target(life.id, stage)
        for content in word.contents.values()
        for life in content.lives.values()
        for stage in life.stages
        if stage.open
    }
    return {days for days in found if days is not None}
