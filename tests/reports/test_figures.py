"""Every figure reconciles with the rows of the tables it comes from: random rows, counted again in Python."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any
from uuid import uuid4

import pytest

from bot.ports.records import Case, Question
from bot.ports.store import Span, Store, Transaction
from tests.store.conftest import ring, schema, store, url  # noqa: F401 - fixtures
from tests.store.values import account, address

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
END = datetime(2026, 11, 1, tzinfo=UTC)
ORGS = ("aoun", "banan")
SPAN = Span(organisations=ORGS, begin=BEGIN, end=END)
DECISIONS = ("answer", "offer", "unknown", "none", "handoff", "urgent")
STAGES = ("received", "committee", "closed", "refused")
SURVEYED = ("begun", "answered", "declined", "asked", "dropped")
HOUR = 3600


class Rows:
    """Random rows, as they are put into the store, also into a third organisation that nobody asks about."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.lines: list[tuple[str, str, str, str, datetime]] = []
        self.questions: list[tuple[str, str, str | None, datetime]] = []
        self.handoffs: list[tuple[str, str, datetime, datetime | None]] = []
        self.cases: list[tuple[str, str, str, datetime, datetime]] = []
        self.steps: list[tuple[str, str, str, datetime]] = []
        self.surveys: list[dict[str, Any]] = []
        self.ratings: list[tuple[str, int, datetime]] = []

    def at(self) -> datetime:
        """Return a time around the span, its very ends among them."""
        edges = (BEGIN, END, BEGIN - timedelta(microseconds=1), END - timedelta(microseconds=1))
        if self.dice.random() < 0.15:
            return self.dice.choice(edges)
        return BEGIN + timedelta(seconds=self.dice.randint(-20 * 24 * HOUR, 50 * 24 * HOUR))

    def fill(self, tx: Transaction) -> None:
        """Write the rows."""
        tx.staff.add(account("sara"))
        for number in range(60):
            organisation = self.dice.choice((*ORGS, "miras"))
            channel = self.dice.choice(("web", "telegram", "phone"))
            place = address(f"u{number}", organisation)
            place = type(place)(organisation=organisation, channel=channel, user=place.user)
            chat = tx.conversations.open(place, language="ar", now=BEGIN).id
            for _ in range(self.dice.randint(0, 4)):
                self._say(tx, organisation, chat, channel)
            self._work(tx, organisation, chat)
            self._opinions(tx, organisation, chat, channel)

    def _say(self, tx: Transaction, organisation: str, chat: str, channel: str) -> None:
        way, at = self.dice.choice(("in", "out", "note", "staff")), self.at()
        tx.transcript.add(organisation, chat, direction=way, text="x", at=at)  # type: ignore[arg-type]
        self.lines.append((organisation, chat, channel, way, at))
        decision, topic = self.dice.choice(DECISIONS), self.dice.choice((None, "gap-jobs", "sms"))
        tx.people.keep_question(
            Question(
                organisation=organisation, conversation=chat, inbound=uuid4().hex, text="x",
                decision=decision, topic=topic, offers=(), language="ar", at=at,
            )
        )  # fmt: skip
        self.questions.append((organisation, decision, topic, at))

    def _work(self, tx: Transaction, organisation: str, chat: str) -> None:
        for _ in range(self.dice.randint(0, 2)):
            reason, begun = self.dice.choice(("asked", "danger", "taken")), self.at()
            tx.handoffs.begin(organisation, chat, reason=reason, priority="normal", note="", now=begun)
            claimed = begun + timedelta(seconds=self.dice.randint(0, 3 * HOUR), microseconds=7)
            if taken := self.dice.random() < 0.8:
                tx.handoffs.claimed(organisation, chat, staff="staff-sara", now=claimed)
            tx.handoffs.finish(organisation, chat, outcome="solved", now=claimed)
            self.handoffs.append((organisation, reason, begun, claimed if taken else None))
        for _ in range(self.dice.randint(0, 2)):
            self._case(tx, organisation, chat)

    def _case(self, tx: Transaction, organisation: str, chat: str) -> None:
        kind, stage = self.dice.choice(("support-request", "complaint")), self.dice.choice(STAGES)
        opened = self.at()
        since = opened + timedelta(seconds=self.dice.randint(0, 40 * 24 * HOUR), microseconds=3)
        case = Case(
            id=uuid4().hex, organisation=organisation, reference=uuid4().hex, kind=kind, stage=stage,
            conversation=chat, person=None, flow=kind, version="v", answers={}, attachments=(), pledge=None,
            opened_at=opened, updated_at=since, stage_since=since,
        )  # fmt: skip
        tx.cases.open(case)
        self.cases.append((organisation, kind, stage, opened, since))
        for _ in range(self.dice.randint(0, 2)):
            action, at = self.dice.choice(("accept", "refuse", "check")), self.at()
            tx.cases.add_step(organisation, case.id, at=at, actor="staff-sara", action=action, detail={})
            self.steps.append((organisation, kind, action, at))

    def _opinions(self, tx: Transaction, organisation: str, chat: str, channel: str) -> None:
        row = tx.conversations.lock(organisation, chat)
        topic, status, asked = self.dice.choice(("sms", None)), self.dice.choice(SURVEYED), self.at()
        tx.surveys.plan(row, about="chat", topic=topic, now=asked)
        [survey] = tx.surveys.due(now=END + timedelta(days=999), limit=999)
        kept: dict[str, Any] = {"org": organisation, "channel": channel, "topic": topic, "asked": None,
                                "answered": None, "stars": None, "reasons": [], "words": ""}  # fmt: skip
        if status == "dropped":
            tx.surveys.set_status(organisation, survey.id, "dropped", at=asked)
        else:
            tx.surveys.set_status(organisation, survey.id, "asked", at=asked)
            kept["asked"] = asked
        if status in ("begun", "answered"):
            stars, answered = self.dice.choice((None, 1, 2, 3, 4, 5)), self.at()
            reasons = self.dice.sample(["wait", "clarity"], self.dice.randint(0, 2))
            words = f"w{chat[:4]}" if status == "answered" else ""
            tx.surveys.answer(
                organisation, survey.id, stars=stars, reasons=reasons, words=words,
                status="begun" if status == "begun" else "answered", at=answered,
            )  # fmt: skip
            kept |= {"answered": answered, "stars": stars, "reasons": reasons, "words": words}
        self.surveys.append(kept)
        stars, at = self.dice.randint(1, 5), self.at()
        tx.people.keep_rating(organisation, chat, stars=stars, reason="", at=at)
        self.ratings.append((organisation, stars, at))


def within(organisation: str, at: datetime | None) -> bool:
    return organisation in ORGS and at is not None and BEGIN <= at < END


def counted(counts: Iterable[Any]) -> dict[tuple[str | None, ...], int]:
    return {each.by: each.rows for each in counts}


def percentile(sorted_values: list[int], percent: int) -> int:
    return sorted_values[ceil(len(sorted_values) * percent / 100) - 1]


def times(spans: dict[str, list[int]], target: int) -> list[tuple[str, int, int, int, int]]:
    return [
        (org, len(took), sum(one <= target for one in took), percentile(sorted(took), 50),
         percentile(sorted(took), 90))
        for org, took in sorted(spans.items())
    ]  # fmt: skip


def seconds(begin: datetime, end: datetime) -> int:
    return int(end.timestamp() // 1) - int(begin.timestamp() // 1)


@pytest.fixture(params=[1, 2])
def rows(request: pytest.FixtureRequest) -> Rows:
    return Rows(request.param)


async def test_every_figure_is_that_of_its_rows(store: Store, rows: Rows) -> None:  # noqa: F811
    await store.write(rows.fill)
    figures = store.read.figures

    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for org, chat, channel, way, at in rows.lines:
        if within(org, at) and (way == "in" or (way == "note" and channel == "phone")):
            people[org, channel].add(chat)
    assert counted(await figures.contacts(SPAN)) == {by: len(chats) for by, chats in people.items()}

    asked = [row for row in rows.questions if within(row[0], row[3])]
    assert counted(await figures.questions(SPAN)) == Counter((org, decision) for org, decision, *_ in asked)
    topics = Counter((topic,) for _, decision, topic, _ in asked if topic and decision in ("none", "unknown"))
    assert counted(await figures.topics(SPAN, ("none", "unknown"))) == topics

    begun = [row for row in rows.handoffs if within(row[0], row[2])]
    assert counted(await figures.handoffs(SPAN)) == Counter((org, reason) for org, reason, *_ in begun)
    waits: dict[str, list[int]] = defaultdict(list)
    for org, reason, at, claimed in begun:
        if claimed and reason != "taken":
            waits[org].append(seconds(at, claimed))
    assert waits
    found = await figures.first_response(SPAN, target=HOUR)
    assert [(one.organisation, one.rows, one.within, one.median, one.p90) for one in found] == times(
        waits, HOUR
    )


async def test_every_figure_of_cases_is_that_of_its_rows(store: Store, rows: Rows) -> None:  # noqa: F811
    await store.write(rows.fill)
    figures = store.read.figures
    opened = Counter((org, kind) for org, kind, _, at, _ in rows.cases if within(org, at))
    assert counted(await figures.cases(SPAN)) == opened
    spans: dict[str, list[int]] = defaultdict(list)
    for org, kind, stage, at, since in rows.cases:
        if within(org, since) and kind == "complaint" and stage in ("closed", "refused"):
            spans[org].append(seconds(at, since))
    assert spans
    found = await figures.resolution(
        SPAN, kind="complaint", ended=("closed", "refused"), target=20 * 24 * HOUR
    )
    assert [(one.organisation, one.rows, one.within, one.median, one.p90) for one in found] == times(
        spans, 20 * 24 * HOUR
    )
    own = [row for row in rows.cases if row[0] in ORGS]
    assert counted(await figures.standing(ORGS)) == Counter(row[:3] for row in own)
    assert counted(await figures.standing(ORGS, before=END)) == Counter(
        row[:3] for row in own if row[4] < END
    )
    decided = Counter(
        (org, action)
        for org, kind, action, at in rows.steps
        if within(org, at) and kind == "complaint" and action in ("accept", "refuse")
    )
    assert counted(await figures.decisions(SPAN, kind="complaint", steps=("accept", "refuse"))) == decided


async def test_every_figure_of_opinions_is_that_of_its_rows(store: Store, rows: Rows) -> None:  # noqa: F811
    await store.write(rows.fill)
    figures = store.read.figures
    asked = Counter((row["org"],) for row in rows.surveys if within(row["org"], row["asked"]))
    assert counted(await figures.asked(SPAN)) == asked
    answered = [row for row in rows.surveys if within(row["org"], row["answered"])]
    for by, keys in (("channel", ("org", "channel")), ("topic", ("org", "topic"))):
        groups: dict[tuple[str | None, ...], list[int | None]] = defaultdict(list)
        for row in answered:
            groups[tuple(row[key] for key in keys)].append(row["stars"])
        found = await figures.satisfaction(SPAN, "organisation", by)
        assert {one.by: (one.answered, one.rated, one.good) for one in found} == {
            group: (len(stars), sum(one is not None for one in stars), sum((one or 0) >= 4 for one in stars))
            for group, stars in groups.items()
        }
    reasons = Counter((row["org"], reason) for row in answered for reason in row["reasons"])
    assert counted(await figures.reasons(SPAN)) == reasons
    said = sorted(
        (row["org"], row["stars"], row["words"]) for row in answered if row["words"] and row["stars"]
    )
    assert sorted(one for one in await figures.words(SPAN) if one[1]) == said
    rated: dict[str, list[int]] = defaultdict(list)
    for org, stars, at in rows.ratings:
        if within(org, at):
            rated[org].append(stars)
    assert {one.by[0]: (one.answered, one.good) for one in await figures.ratings(SPAN)} == {
        org: (len(stars), sum(one >= 4 for one in stars)) for org, stars in rated.items()
    }
