"""The whole report is that of its rows: random rows, each table counted again in Python."""

import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.cli.report import _plain
from bot.engine.content import Content
from bot.engine.working_days import after_working_days
from bot.messages import Language
from bot.papers.reports import as_xlsx
from bot.ports.store import Store
from bot.reports.managers import report
from bot.reports.period import Period, read_period
from bot.reports.tables import FEWEST, HIDDEN, Cell, Report, share
from bot.reports.wording import Wording
from bot.reports.work import AGES
from tests.reports.test_figures import END, ORGS, Rows, percentile, seconds
from tests.store.conftest import postgres, ring, schema, store, url  # noqa: F401 - fixtures
from tests.worker.world import MORNINGS, content

NOW = END + timedelta(days=8, hours=7)  # a Monday after days off, in the middle of the work


def _content(organisation: str) -> Content:
    """Return content in which a belief is wrong that people bring, with hours at one organisation only."""
    plain = content(organisation)
    belief = replace(plain.topics["review-time"], id="sms", kind="misconception", title=BOTH)
    named = replace(plain.organisation, short_name={"ar": organisation, "en": organisation})
    hours = MORNINGS if organisation == ORGS[0] else None
    return replace(plain, organisation=named, topics={**plain.topics, "sms": belief}, hours=hours)


BOTH: Mapping[Language, str] = {"ar": "الرسائل", "en": "Messages"}
CONTENTS = {one: _content(one) for one in ORGS}
ZONE = CONTENTS[ORGS[0]].timezone
PERIOD = read_period(today=NOW.date(), first="2026-10-01", last="2026-10-31")
DAY = 86400
HEADS_OF_A_SHEET = 5  # title, organisations, period, note, names of the columns


class Recount:
    """Counts what each table of a report should say."""

    def __init__(self, rows: Rows, word: Wording) -> None:
        self.rows, self.word = rows, word
        self.begin, self.end = PERIOD.bounds(ZONE)

    def inside(self, organisation: str, at: datetime | None) -> bool:
        return organisation in ORGS and at is not None and self.begin <= at < self.end

    def contacts(self) -> Iterable[tuple[Cell, ...]]:
        chats = defaultdict(set)
        for org, chat, channel, way, at in self.rows.lines:
            if self.inside(org, at) and (way == "in" or (way == "note" and channel == "phone")):
                chats[org, channel].add(chat)
        for (org, channel), people in chats.items():
            yield self.word.organisation(org), self.word.known("channel", channel), len(people)

    def bot(self) -> Iterable[tuple[Cell, ...]]:
        for org in ORGS:
            own = [row[1] for row in self.rows.questions if row[0] == org and self.inside(org, row[3])]
            by = [own.count(each) for each in ("answer", "offer", "unknown", "none", "handoff", "urgent")]
            yield self.word.organisation(org), len(own), *by, share(by[0], len(own))

    def handoffs(self) -> Iterable[tuple[Cell, ...]]:
        found = Counter((row[0], row[1]) for row in self.rows.handoffs if self.inside(row[0], row[2]))
        for (org, reason), times in found.items():
            yield self.word.organisation(org), self.word.known("reason", reason), times

    def first_response(self) -> Iterable[tuple[Cell, ...]]:
        for org in ORGS:
            took = sorted(
                seconds(begun, claimed)
                for one, reason, begun, claimed in self.rows.handoffs
                if one == org and claimed and reason != "taken" and self.inside(org, begun)
            )
            yield self.word.organisation(org), *self._times(took, 60 * 60)

    def cases(self) -> Iterable[tuple[Cell, ...]]:
        found = Counter((row[0], row[1]) for row in self.rows.cases if self.inside(row[0], row[3]))
        for (org, kind), times in found.items():
            yield self.word.organisation(org), self.word.kind(kind), times

    def resolution(self) -> Iterable[tuple[Cell, ...]]:
        took = defaultdict(list)
        for org, kind, stage, opened, since in self.rows.cases:
            ends = (found := CONTENTS["aoun"].lives[kind].stage(stage)) is not None and not found.open
            if ends and self.inside(org, since):
                took[org, kind].append(seconds(opened, since))
        for (org, kind), each in took.items():
            days = CONTENTS[org].case_settings.resolve(CONTENTS[org].lives[kind])
            names = (self.word.organisation(org), self.word.kind(kind))
            yield *names, *self._times(sorted(each), days * DAY if days else None)

    def standing(self) -> Iterable[tuple[Cell, ...]]:
        stands = defaultdict(list)
        for org, kind, stage, _, since in self.rows.cases:
            found = CONTENTS["aoun"].lives[kind].stage(stage)
            if org in ORGS and (found is None or found.open):
                stands[org, kind, stage].append(since)
        for (org, kind, stage), times in stands.items():
            found = CONTENTS[org].lives[kind].stage(stage)
            days = CONTENTS[org].case_settings.target(kind, found) if found else None
            hours = CONTENTS[org].hours
            late = sum(after_working_days(since, days, hours) <= NOW for since in times) if days else HIDDEN
            ages = [sum(since < NOW - timedelta(days=age) for since in times) for age in AGES]
            names = (self.word.organisation(org), self.word.kind(kind), self.word.stage(kind, stage))
            yield *names, len(times), *ages, late

    def decisions(self) -> Iterable[tuple[Cell, ...]]:
        found = Counter(row[:3] for row in self.rows.steps if self.inside(row[0], row[3]))
        for (org, kind, action), times in found.items():
            step = CONTENTS[org].lives[kind].step(action)
            if step and step.decision:
                named = (self.word.organisation(org), self.word.kind(kind), self.word.step(kind, action))
                yield *named, times

    def satisfaction(self) -> Iterable[tuple[Cell, ...]]:
        for org in ORGS:
            asked = sum(self.inside(org, row["asked"]) for row in self.rows.surveys if row["org"] == org)
            yield self.word.organisation(org), asked, *self._stars(self._answered(org))

    def by(self, *keys: str) -> Callable[[], Iterable[tuple[Cell, ...]]]:
        def counted() -> Iterable[tuple[Cell, ...]]:
            groups = defaultdict(list)
            for org in ORGS:
                for row in self._answered(org):
                    groups[org, *(self._name(key, row) for key in keys)].append(row)
            for (org, *names), rows in groups.items():
                yield self.word.organisation(org), *names, *self._stars(rows)

        return counted

    def reasons(self) -> Iterable[tuple[Cell, ...]]:
        for org in ORGS:
            if len(own := self._answered(org)) >= FEWEST:
                for reason, times in Counter(each for row in own for each in row["reasons"]).items():
                    yield self.word.organisation(org), self.word.reason(reason), times

    def words(self) -> Iterable[tuple[Cell, ...]]:
        for org in ORGS:
            if len(own := self._answered(org)) >= FEWEST:
                for row in own:
                    if row["words"]:
                        yield self.word.organisation(org), row["stars"] or HIDDEN, row["words"]

    def ratings(self) -> Iterable[tuple[Cell, ...]]:
        for org in ORGS:
            own = [row[1] for row in self.rows.ratings if row[0] == org and self.inside(org, row[2])]
            yield self.word.organisation(org), *self._stars([{"stars": stars} for stars in own])

    def unanswered(self) -> Iterable[tuple[Cell, ...]]:
        yield from self._topics("none", "unknown", "offer")

    def misconceptions(self) -> Iterable[tuple[Cell, ...]]:
        wrong = {
            self.word.topic(id_)
            for id_, topic in CONTENTS["aoun"].topics.items()
            if topic.kind == "misconception"
        }
        yield from (row for row in self._topics("answer") if row[0] in wrong)

    def volunteers(self) -> Iterable[tuple[Cell, ...]]:
        for org in ORGS:
            own = [row for row in self.rows.cases if row[:2] == (org, "volunteering")]
            offered = sum(self.inside(org, row[3]) for row in own)
            steps = [row for row in self.rows.steps if row[:3] == (org, "volunteering", "accept")]
            yield self.word.organisation(org), offered, sum(self.inside(org, row[3]) for row in steps)

    def _topics(self, *decisions: str) -> Iterable[tuple[Cell, ...]]:
        found = Counter(
            topic
            for org, decision, topic, at in self.rows.questions
            if topic and decision in decisions and self.inside(org, at)
        )
        for topic, times in found.items():
            yield self.word.topic(topic), times

    def _times(self, took: list[int], target: int | None) -> tuple[Cell, ...]:
        say = self.word.time
        median, p90 = percentile(took, 50), percentile(took, 90)
        aim = (say(target), share(sum(one <= target for one in took), len(took))) if target else (HIDDEN,) * 2
        return len(took), say(median), say(p90), *aim

    def _answered(self, org: str) -> list[dict[str, Any]]:
        return [row for row in self.rows.surveys if row["org"] == org and self.inside(org, row["answered"])]

    def _stars(self, rows: list[dict[str, Any]]) -> tuple[Cell, Cell]:
        rated = [row["stars"] for row in rows if row["stars"] is not None]
        return len(rows), share(sum(stars >= 4 for stars in rated), len(rated))

    def _name(self, key: str, row: dict[str, Any]) -> str:
        if key == "time":
            part: Period = next(
                one for one in PERIOD.parts() if one.bounds(ZONE)[0] <= row["answered"] < one.bounds(ZONE)[1]
            )
            return part.label(self.word.language)
        return self.word.topic(row[key]) if key == "topic" else self.word.known(key, row[key])


OPINIONS = {
    "satisfaction": (), "satisfaction-channel": ("channel",), "satisfaction-topic": ("topic",),
    "trend": ("time",), "trend-channel": ("channel", "time"), "trend-topic": ("topic", "time"),
}  # fmt: skip
SPARSE = ("trend-channel", "trend-topic")  # so few in a week that all is hidden: see test_managers.py


async def made(store: Store, word: Wording) -> Report:  # noqa: F811
    return await report(store.read, word, ORGS, PERIOD, now=NOW)


@pytest.fixture(params=[3, 4])
async def reported(request: pytest.FixtureRequest, store: Store) -> tuple[Report, Recount]:  # noqa: F811
    rows = Rows(request.param, chats=300)
    await store.write(rows.fill)
    word = Wording(texts=content().texts, language="ar", contents=CONTENTS)
    return await made(store, word), Recount(rows, word)


async def test_every_table_is_that_of_its_rows(reported: tuple[Report, Recount]) -> None:
    told, recount = reported
    for table in told.tables:
        counts = (
            recount.by(*OPINIONS[table.id])
            if table.id in list(OPINIONS)[1:]
            else getattr(recount, table.id.replace("-", "_"))
        )
        expected = Counter(counts())
        assert expected, table.id
        if table.id not in (*OPINIONS, "ratings"):
            assert Counter(table.rows) == expected, table.id
            continue
        plain = {row[:-2]: row[-2:] for row in expected}
        assert table.id in SPARSE or any(row[-1] != HIDDEN for row in table.rows), table.id
        assert len(plain) == len(table.rows), table.id
        for row in table.rows:
            answers = plain[row[:-2]]
            hidden = row[-2:] == (HIDDEN, HIDDEN)
            assert hidden or row[-2:] == answers, table.id
            assert hidden or int(answers[0]) >= FEWEST or not answers[0], table.id


async def test_the_spreadsheet_says_the_same(reported: tuple[Report, Recount]) -> None:
    told, _ = reported
    book = load_workbook(io.BytesIO(as_xlsx(told, language="ar")))
    assert len(book.worksheets) == len(told.tables)
    for table, sheet in zip(told.tables, book.worksheets, strict=True):
        rows = [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]
        assert rows[HEADS_OF_A_SHEET - 1] == table.head
        assert rows[HEADS_OF_A_SHEET:] == list(table.rows), table.id


async def test_as_json_the_figures_are_the_same(reported: tuple[Report, Recount]) -> None:
    told, _ = reported
    given = json.loads(json.dumps(_plain(told)))["tables"]
    assert list(given) == [table.id for table in told.tables]
    for table in told.tables:
        assert [tuple(row) for row in given[table.id]["rows"]] == list(table.rows)
