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
from bot.reports.work import times
from tests.store.conftest import postgres, ring, schema, store, url  # noqa: F401 - fixtures
from tests.store.values import account, address

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
END = datetime(2026, 11, 1, tzinfo=UTC)
ORGS = ("aoun", "banan")
SPAN = Span(organisations=ORGS, begin=BEGIN, end=END)
DECISIONS = ("answer", "offer", "unknown", "none", "handoff", "urgent")
KINDS = ("support-request", "complaint", "volunteering")
STAGES = ("received", "committee", "closed", "refused")
SURVEYED = ("begun", "answered", "declined", "asked", "dropped")
HOUR = 3600


class Rows:
    """Random rows, as they are put into the store, also into a third organisation that nobody asks about."""

    def __init__(self, seed: int, chats: int = 60) -> None:
        self.dice, self.chats = random.Random(seed), chats
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
        for number in range(self.chats):
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
        kind, stage = self.dice.choice(KINDS), self.dice.choice(STAGES)
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


@pytest.mark.parametrize("size", [0, 1, 2, 9, 10, 11, 100])
def test_percentiles_are_by_nearest_rank(size: int) -> None:
    dice = random.Random(size)
    took = [dice.randint(0, 50) for _ in range(size)]
    found = times(took, target=20)
    if not took:
        assert found is None
    else:
        within = sum(one <= 20 for one in took)
        ordered = sorted(took)
        expected = (size, within, percentile(ordered, 50), percentile(ordered, 90))
        assert found is not None
        assert (found.rows, found.within, found.median, found.p90) == expected


def gathered(found: Iterable[Any]) -> dict[tuple[str | None, ...], list[int]]:
    return {each.by: sorted(each.seconds) for each in found}


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
    assert counted(await figures.questions(SPAN)) == Counter(row[:3] for row in asked)

    begun = [row for row in rows.handoffs if within(row[0], row[2])]
    assert counted(await figures.handoffs(SPAN)) == Counter((org, reason) for org, reason, *_ in begun)
    waits: dict[str, list[int]] = defaultdict(list)
    for org, reason, at, claimed in begun:
        if claimed and reason != "taken":
            waits[org].append(seconds(at, claimed))
    assert waits
    assert gathered(await figures.first_response(SPAN)) == {
        (org,): sorted(took) for org, took in waits.items()
    }


async def test_every_figure_of_cases_is_that_of_its_rows(store: Store, rows: Rows) -> None:  # noqa: F811
    await store.write(rows.fill)
    figures = store.read.figures
    opened = Counter((org, kind) for org, kind, _, at, _ in rows.cases if within(org, at))
    assert counted(await figures.cases(SPAN)) == opened
    spans: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for org, kind, stage, at, since in rows.cases:
        if within(org, since):
            spans[org, kind, stage].append(seconds(at, since))
    assert spans
    assert gathered(await figures.resolution(SPAN)) == {by: sorted(took) for by, took in spans.items()}
    own = [row for row in rows.cases if row[0] in ORGS]
    stands = {each.by: each for each in await figures.standing(ORGS, before=[BEGIN, END])}
    assert counted(stands.values()) == Counter(row[:3] for row in own)
    for place, time in enumerate((BEGIN, END)):
        since_before = {by: each.before[place] for by, each in stands.items() if each.before[place]}
        assert since_before == Counter(row[:3] for row in own if row[4] < time)
    decided = Counter(
        (org, kind, action)
        for org, kind, action, at in rows.steps
        if within(org, at) and action in ("accept", "refuse")
    )
    assert counted(await figures.decisions(SPAN, steps=dict.fromkeys(KINDS, ("accept", "refuse")))) == decided


async def test_every_figure_of_opinions_is_that_of_its_rows(store: Store, rows: Rows) -> None:  # noqa: F811
    await store.write(rows.fill)
    figures = store.read.figures
    asked = Counter((row["org"],) for row in rows.surveys if within(row["org"], row["asked"]))
    assert counted(await figures.asked(SPAN)) == asked
    answered = [row for row in rows.surveys if within(row["org"], row["answered"])]
    begins = [BEGIN, BEGIN + timedelta(days=7), BEGIN + timedelta(days=20)]
    parts: dict[tuple[Any, ...], list[int | None]] = defaultdict(list)
    for row in answered:
        part = sum(row["answered"] >= begin for begin in begins) - 1
        parts[(part, row["org"], row["channel"], row["topic"])].append(row["stars"])
    found = await figures.satisfaction(SPAN, begins=begins)
    assert {(part, *one.by): (one.answered, one.rated, one.good) for part, one in found} == {
        group: (len(stars), sum(one is not None for one in stars), sum((one or 0) >= 4 for one in stars))
        for group, stars in parts.items()
    }
    assert {part for part, _ in found} == {0, 1, 2}
    [alone] = {part for part, _ in await figures.satisfaction(SPAN, begins=[BEGIN])}
    assert alone == 0
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
