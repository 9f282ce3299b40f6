"""The report for managers: every figure of a span of days, as tables."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.steps.shown import gregorian_words
from bot.ports.store import Reads, Span
from bot.reports.opinions import opinions
from bot.reports.period import Period
from bot.reports.standing import UNANSWERED
from bot.reports.tables import Report, Table, share
from bot.reports.wording import Wording
from bot.reports.work import AGES, standing, times_of_cases

VOLUNTEERING = "volunteering"
MOST_TOPICS = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a report is about."""

    reads: Reads
    wording: Wording
    period: Period
    span: Span
    now: datetime


async def report(
    reads: Reads, wording: Wording, organisations: tuple[str, ...], period: Period, *, now: datetime
) -> Report:
    """Count everything. The first organisation's time zone says when a day begins."""
    zone = wording.contents[organisations[0]].timezone
    begin, end = period.bounds(zone)
    span = Span(organisations=organisations, begin=begin, end=end)
    asked = Asked(reads=reads, wording=wording, period=period, span=span, now=now)
    tables = [
        await _contacts(asked), await _bot(asked), await _handoffs(asked), await _first_response(asked),
        await _cases(asked), await _resolution(asked), await _standing(asked), await _decisions(asked),
        *await opinions(reads, wording, span, period, zone),
        await _open_questions(asked), await _misconceptions(asked), await _volunteers(asked),
    ]  # fmt: skip
    return Report(
        title=wording.say("title"),
        organisations="، ".join(map(wording.organisation, organisations))
        if wording.language == "ar"
        else ", ".join(map(wording.organisation, organisations)),
        period=period.words(wording.language),
        made=gregorian_words(now.astimezone(begin.tzinfo).date(), wording.language),
        tables=tuple(tables),
    )


def _table(asked: Asked, name: str, head: str, rows: list[tuple[str | int, ...]], **how: object) -> Table:
    """Make a table whose columns are named by words of `report.head`."""
    say = asked.wording.say
    return Table(
        id=name,
        title=say(f"{name}"),
        head=tuple(say(f"head.{each}") for each in head.split()),
        rows=tuple(rows),
        note=say(f"{name}.note"),
        **how,  # type: ignore[arg-type]
    )


async def _contacts(asked: Asked) -> Table:
    word = asked.wording
    rows: list[tuple[str | int, ...]] = [
        (word.organisation(each.by[0]), word.known("channel", each.by[1]), each.rows)
        for each in await asked.reads.figures.contacts(asked.span)
    ]
    return _table(asked, "contacts", "organisation channel contacts", rows, chart="bars", value=2)


async def _bot(asked: Asked) -> Table:
    counts = {each.by: each.rows for each in await asked.reads.figures.questions(asked.span)}
    rows: list[tuple[str | int, ...]] = []
    for organisation in asked.span.organisations:
        by = [
            counts.get((organisation, decision), 0)
            for decision in ("answer", "offer", "unknown", "none", "handoff", "urgent")
        ]
        rows.append((asked.wording.organisation(organisation), sum(by), *by, share(by[0], sum(by))))
    head = "organisation questions answered offered silent none handed danger answered-share"
    return _table(asked, "bot", head, rows, chart="bars", value=8, most=100)


async def _handoffs(asked: Asked) -> Table:
    word = asked.wording
    rows: list[tuple[str | int, ...]] = [
        (word.organisation(each.by[0]), word.known("reason", each.by[1]), each.rows)
        for each in await asked.reads.figures.handoffs(asked.span)
    ]
    return _table(asked, "handoffs", "organisation reason times", rows, chart="bars", value=2)


async def _first_response(asked: Asked) -> Table:
    rows: list[tuple[str | int, ...]] = []
    for organisation in asked.span.organisations:
        seconds = asked.wording.contents[organisation].case_settings.first_response_minutes * 60
        span = Span(organisations=(organisation,), begin=asked.span.begin, end=asked.span.end)
        rows += [
            (
                asked.wording.organisation(organisation), each.rows, asked.wording.time(each.median),
                asked.wording.time(each.p90), asked.wording.time(seconds), share(each.within, each.rows),
            )
            for each in await asked.reads.figures.first_response(span, target=seconds)
        ]  # fmt: skip
    return _table(
        asked, "first-response", "organisation claimed median p90 target within", rows, chart="bars", value=5,
        most=100,
    )  # fmt: skip


async def _cases(asked: Asked) -> Table:
    word = asked.wording
    rows: list[tuple[str | int, ...]] = [
        (word.organisation(each.by[0]), word.kind(each.by[1]), each.rows)
        for each in await asked.reads.figures.cases(asked.span)
    ]
    return _table(asked, "cases", "organisation kind cases", rows, chart="bars", value=2)


async def _resolution(asked: Asked) -> Table:
    rows = await times_of_cases(asked.reads.figures, asked.wording, asked.span)
    return _table(
        asked, "resolution", "organisation kind ended median p90 target within", rows, chart="bars", value=6,
        most=100,
    )  # fmt: skip


async def _standing(asked: Asked) -> Table:
    rows = await standing(asked.reads.figures, asked.wording, asked.span.organisations, asked.now)
    ages = " ".join(f"over-{days}" for days in AGES)
    return _table(
        asked, "standing", f"organisation kind stage cases {ages} late", rows, chart="bars", value=3
    )


async def _decisions(asked: Asked) -> Table:
    word, rows = asked.wording, list[tuple[str | int, ...]]()
    for kind, steps in _deciding(word).items():
        for each in await asked.reads.figures.decisions(asked.span, kind=kind, steps=steps):
            rows.append(
                (word.organisation(each.by[0]), word.kind(kind), word.step(kind, each.by[1]), each.rows)
            )
    return _table(asked, "decisions", "organisation kind decision times", rows, chart="bars", value=3)


def _deciding(word: Wording) -> dict[str, tuple[str, ...]]:
    """Return the steps that decide, by kind of case."""
    lives = {id_: life for content in word.contents.values() for id_, life in content.lives.items()}
    found = {
        id_: tuple(step.id for step in life.steps if step.decision) for id_, life in sorted(lives.items())
    }
    return {kind: steps for kind, steps in found.items() if steps}


async def _open_questions(asked: Asked) -> Table:
    counts = await asked.reads.figures.topics(asked.span, UNANSWERED)
    rows: list[tuple[str | int, ...]] = [
        (asked.wording.topic(each.by[0]), each.rows) for each in counts[:MOST_TOPICS]
    ]
    return _table(asked, "unanswered", "topic times", rows, chart="bars", value=1)


async def _misconceptions(asked: Asked) -> Table:
    wrong = {
        topic.id
        for content in asked.wording.contents.values()
        for topic in content.topics.values()
        if topic.kind == "misconception"
    }
    counts = await asked.reads.figures.topics(asked.span, ("answer",))
    rows: list[tuple[str | int, ...]] = [
        (asked.wording.topic(each.by[0]), each.rows) for each in counts if each.by[0] in wrong
    ]
    return _table(asked, "misconceptions", "topic times", rows[:MOST_TOPICS], chart="bars", value=1)


async def _volunteers(asked: Asked) -> Table:
    word = asked.wording
    offered = {
        each.by[0]: each.rows
        for each in await asked.reads.figures.cases(asked.span)
        if each.by[1] == VOLUNTEERING
    }
    steps = _deciding(word).get(VOLUNTEERING, ())
    decided = await asked.reads.figures.decisions(asked.span, kind=VOLUNTEERING, steps=steps) if steps else ()
    rows: list[tuple[str | int, ...]] = []
    for organisation in asked.span.organisations:
        taken = sum(each.rows for each in decided if each.by == (organisation, "accept"))
        rows.append((word.organisation(organisation), offered.get(organisation, 0), taken))
    return _table(asked, "volunteers", "organisation offers accepted", rows, chart="bars", value=1)
