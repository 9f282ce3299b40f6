"""The report for managers: every figure of a span of days, as tables."""

from asyncio import gather
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.engine.steps.shown import gregorian_words
from bot.ports.store import Count, Reads, Span
from bot.reports.opinions import opinions
from bot.reports.period import Period
from bot.reports.standing import UNANSWERED
from bot.reports.tables import Report, Table, share
from bot.reports.wording import Wording
from bot.reports.work import AGES, standing, times, times_of_cases

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
    figures = reads.figures
    (opened, decided, questions), (contacts, handoffs, claimed, ended, stand), said = await gather(
        gather(
            figures.cases(span), figures.decisions(span, steps=_deciding(wording)), figures.questions(span)
        ),
        gather(*(table(asked) for table in (_contacts, _handoffs, _first_response, _resolution, _standing))),
        opinions(reads, wording, span, period, zone),
    )
    tables = (
        contacts, _bot(asked, questions), handoffs, claimed, _cases(asked, opened), ended, stand,
        _decisions(asked, decided), *said, _open_questions(asked, questions),
        _misconceptions(asked, questions), _volunteers(asked, opened, decided),
    )  # fmt: skip
    return Report(
        title=wording.say("title"),
        organisations="، ".join(map(wording.organisation, organisations))
        if wording.language == "ar"
        else ", ".join(map(wording.organisation, organisations)),
        period=period.words(wording.language),
        made=gregorian_words(now.astimezone(begin.tzinfo).date(), wording.language),
        tables=tables,
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


def _bot(asked: Asked, questions: Sequence[Count]) -> Table:
    counts = Counter[tuple[str | None, ...]]()
    for each in questions:
        counts[each.by[:2]] += each.rows
    rows: list[tuple[str | int, ...]] = []
    for organisation in asked.span.organisations:
        by = [
            counts[organisation, decision]
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
    took = {each.by: each.seconds for each in await asked.reads.figures.first_response(asked.span)}
    for organisation in asked.span.organisations:
        seconds = asked.wording.contents[organisation].case_settings.first_response_minutes * 60
        if each := times(took.get((organisation,), ()), target=seconds):
            median, p90, target = (asked.wording.time(one) for one in (each.median, each.p90, seconds))
            within = share(each.within, each.rows)
            rows.append((asked.wording.organisation(organisation), each.rows, median, p90, target, within))
    return _table(
        asked, "first-response", "organisation claimed median p90 target within", rows, chart="bars", value=5,
        most=100,
    )  # fmt: skip


def _cases(asked: Asked, opened: Sequence[Count]) -> Table:
    word = asked.wording
    rows: list[tuple[str | int, ...]] = [
        (word.organisation(each.by[0]), word.kind(each.by[1]), each.rows) for each in opened
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


def _decisions(asked: Asked, decided: Sequence[Count]) -> Table:
    word, rows = asked.wording, list[tuple[str | int, ...]]()
    for kind, steps in _deciding(word).items():
        for each in decided:
            organisation, of_kind, step = each.by
            if of_kind == kind and step in steps:
                rows.append(
                    (word.organisation(organisation), word.kind(kind), word.step(kind, step), each.rows)
                )
    return _table(asked, "decisions", "organisation kind decision times", rows, chart="bars", value=3)


def _deciding(word: Wording) -> dict[str, tuple[str, ...]]:
    """Return the steps that decide, by kind of case."""
    lives = {id_: life for content in word.contents.values() for id_, life in content.lives.items()}
    found = {
        id_: tuple(step.id for step in life.steps if step.decision) for id_, life in sorted(lives.items())
    }
    return {kind: steps for kind, steps in found.items() if steps}


def _open_questions(asked: Asked, questions: Sequence[Count]) -> Table:
    rows: list[tuple[str | int, ...]] = [
        (asked.wording.topic(topic), times) for topic, times in _topics(questions, UNANSWERED)
    ]
    return _table(asked, "unanswered", "topic times", rows[:MOST_TOPICS], chart="bars", value=1)


def _misconceptions(asked: Asked, questions: Sequence[Count]) -> Table:
    wrong = {
        topic.id
        for content in asked.wording.contents.values()
        for topic in content.topics.values()
        if topic.kind == "misconception"
    }
    rows: list[tuple[str | int, ...]] = [
        (asked.wording.topic(topic), times)
        for topic, times in _topics(questions, ("answer",))
        if topic in wrong
    ]
    return _table(asked, "misconceptions", "topic times", rows[:MOST_TOPICS], chart="bars", value=1)


def _topics(questions: Sequence[Count], decisions: Collection[str]) -> list[tuple[str, int]]:
    """Return the topics of questions decided so, and how often; most asked first."""
    times = Counter[str]()
    for each in questions:
        _, decision, topic = each.by
        if topic is not None and decision in decisions:
            times[topic] += each.rows
    return sorted(times.items(), key=lambda one: (-one[1], one[0]))


def _volunteers(asked: Asked, opened: Sequence[Count], decided: Sequence[Count]) -> Table:
    word = asked.wording
    offered = {each.by[0]: each.rows for each in opened if each.by[1] == VOLUNTEERING}
    accepted = {each.by: each.rows for each in decided}
    rows: list[tuple[str | int, ...]] = [
        (word.organisation(one), offered.get(one, 0), accepted.get((one, VOLUNTEERING, "accept"), 0))
        for one in asked.span.organisations
    ]
    return _table(asked, "volunteers", "organisation offers accepted", rows, chart="bars", value=1)
