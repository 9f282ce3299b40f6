"""What is kept for reports beside the rows is what the rows say: after late arrivals, erasure, moves, merges.

Random acts, in whatever order and at whatever time; then every row is read and counted anew in Python.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Row, Table, make_url, select

from bot.messages import OFFLINE, Address
from bot.ports.records import Case, Person
from bot.ports.store import Span, Store, Transaction
from bot.store.opening import engine_for
from bot.store.schema import _config, upgrade
from bot.store.tables import case_steps, cases, conversations, lines
from tests.store.values import account

BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
DAYS = 60
ORGS = ("aoun", "banan")
CHANNELS = ("web", "telegram", "phone")
STAGES = ("received", "committee", "closed")
STEPS = ("accept", "refuse", "check")


class Office:
    """Does whatever the dice say."""

    def __init__(self, tx: Transaction, dice: random.Random) -> None:
        self.tx, self.dice = tx, dice
        self.chats: list[tuple[str, str]] = []
        self.cases: list[tuple[str, str]] = []
        tx.staff.add(account("sara"))

    def at(self) -> datetime:
        """Return any time: what comes late, or for the past, comes too."""
        return BEGIN + timedelta(microseconds=self.dice.randint(0, DAYS * 86_400 * 10**6))

    def act(self) -> None:
        acts: Sequence[Callable[[], None]] = (
            self.open_chat, self.say, self.say, self.say, self.open_case, self.step, self.move,
            self.blank, self.forget, self.erase, self.merge,
        )  # fmt: skip
        self.dice.choice(acts)()

    def open_chat(self) -> None:
        org, channel = self.dice.choice(ORGS), self.dice.choice(CHANNELS)
        place = Address(organisation=org, channel=channel, user=uuid4().hex)
        self.chats.append((org, self.tx.conversations.open(place, language="ar", now=self.at()).id))

    def chat(self) -> tuple[str, str]:
        if not self.chats:
            self.open_chat()
        return self.dice.choice(self.chats)

    def case(self) -> tuple[str, str]:
        if not self.cases:
            self.open_case()
        return self.dice.choice(self.cases)

    def say(self) -> None:
        way: Any = self.dice.choice(("in", "in", "out", "note", "staff", "system"))
        self.tx.transcript.add(*self.chat(), direction=way, text="كلام", at=self.at())

    def open_case(self) -> None:
        (org, chat), opened = self.chat(), self.at()
        case = Case(
            id=uuid4().hex, organisation=org, reference=uuid4().hex,
            kind=self.dice.choice(("complaint", "support-request")), stage="received", conversation=chat,
            person=None, flow="complaint", version="v", answers={}, attachments=(), pledge=None,
            opened_at=opened, updated_at=opened, stage_since=self.dice.choice((None, opened, self.at())),
        )  # fmt: skip
        self.tx.cases.open(case)
        self.cases.append((org, case.id))

    def step(self) -> None:
        action = self.dice.choice(STEPS)
        self.tx.cases.add_step(*self.case(), at=self.at(), actor="staff-sara", action=action, detail={"a": 1})

    def move(self) -> None:
        self.tx.cases.set_stage(*self.case(), stage=self.dice.choice(STAGES), at=self.at())

    def blank(self) -> None:
        self.tx.transcript.blank(*self.chat(), since=self.at(), text="")

    def forget(self) -> None:
        self.tx.conversations.forget(*self.chat())

    def erase(self) -> None:
        self.tx.cases.erase_answers(*self.case(), at=self.at())

    def person(self, org: str) -> Person:
        person = self.tx.people.get(org, self.tx.people.add(org, language="ar", now=self.at()))
        assert person is not None
        return person

    def merge(self) -> None:
        org, chat = self.chat()
        kept, gone = (self.person(org) for _ in range(2))
        self.tx.people.link(org, chat, gone.id)
        merge = self.tx.merges.merge(org, kept, gone, actor="staff-sara", now=self.at())
        if self.dice.random() < 0.5:
            self.tx.merges.undo(merge, now=self.at())


def everything(url: str, table: Table) -> Sequence[Row[Any]]:
    """Read the rows themselves, none of what is kept for reports."""
    kept = ("first_contact_at", "last_contact_at", "took", *(("kind",) if table is case_steps else ()))
    sealed = ("state", "message", "attachments", "answers", "pledge", "chain", "detail")
    engine = engine_for(make_url(url))
    try:
        with engine.connect() as connection:
            columns = [column for column in table.c if column.name not in (*kept, *sealed)]
            return connection.execute(select(*columns)).all()
    finally:
        engine.dispose()


@pytest.mark.parametrize("seed", range(4))
async def test_figures_are_what_the_rows_say_whatever_was_done(
    store: Store,
    url: str,
    seed: int,
) -> None:
    dice = random.Random(seed)
    await store.write(lambda tx: _busy(tx, dice))
    chats = {row.id: row for row in everything(url, conversations)}
    kinds = {row.id: row.kind for row in everything(url, cases)}
    assert chats
    assert kinds
    spans = 0
    for _ in range(12):
        begin, end = sorted(BEGIN + timedelta(hours=dice.randint(-24, DAYS * 24)) for _ in range(2))
        span = Span(organisations=dice.choice((ORGS, ORGS[:1])), begin=begin, end=end)

        people: dict[tuple[str, str], set[str]] = defaultdict(set)
        for line in everything(url, lines):
            chat = chats[line.conversation_id]
            is_contact = line.direction == "in" or (line.direction == "note" and chat.channel in OFFLINE)
            if is_contact and line.organisation_id in span.organisations and begin <= line.at < end:
                people[line.organisation_id, chat.channel].add(chat.id)
        contacts = {each.by: each.rows for each in await store.read.figures.contacts(span)}
        assert contacts == {by: len(found) for by, found in people.items()}

        took: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for case in everything(url, cases):
            since = case.stage_since
            if case.organisation_id in span.organisations and since and begin <= since < end:
                seconds = int(since.timestamp() // 1) - int(case.opened_at.timestamp() // 1)
                took[case.organisation_id, case.kind, case.stage].append(seconds)
        ended = {each.by: sorted(each.seconds) for each in await store.read.figures.resolution(span)}
        assert ended == {by: sorted(found) for by, found in took.items()}

        made = Counter(
            (step.organisation_id, kinds[step.case_id], step.action)
            for step in everything(url, case_steps)
            if step.organisation_id in span.organisations and begin <= step.at < end and step.action in STEPS
        )
        found = await store.read.figures.decisions(span, steps=dict.fromkeys(kinds.values(), STEPS))
        assert {each.by: each.rows for each in found} == made
        spans += bool(people) + bool(took) + bool(made)
    assert spans > 6  # it was not only nothing that agreed with nothing


def _busy(tx: Transaction, dice: random.Random) -> None:
    office = Office(tx, dice)
    for _ in range(250):
        office.act()


KEPT = {
    conversations: ("id", "first_contact_at", "last_contact_at"),
    cases: ("id", "took"),
    case_steps: ("id", "kind"),
}


def _kept(url: str) -> list[list[tuple[Any, ...]]]:
    engine = engine_for(make_url(url))
    try:
        with engine.connect() as connection:
            return [
                sorted(map(tuple, connection.execute(select(*(table.c[name] for name in names)))), key=str)
                for table, names in KEPT.items()
            ]
    finally:
        engine.dispose()


async def test_an_older_database_gets_the_same_when_it_is_upgraded(
    store: Store,
    url: str,
) -> None:
    await store.write(lambda tx: _busy(tx, random.Random(7)))
    await store.close()
    before = _kept(url)
    engine = engine_for(make_url(url))
    with engine.begin() as connection:
        command.downgrade(_config(connection), "0042")
    upgrade(engine)
    engine.dispose()
    assert _kept(url) == before
    assert any(row[1] is not None for row in before[0])
