"""No list, search or report reads a whole table: the plans over filled databases, and what the lists say."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.large_rows import ORGANISATIONS, Rows, Size
from benchmarks.large_store import fill
from bot.ports.records import Overdue
from bot.ports.store import Only, Reads, Span, Store
from bot.ports.store.auditing import Asked
from bot.store.keys import KeyRing, new_key
from bot.store.opening import open_store
from bot.store.reads import CoreReads
from tests.store.databases import fresh_database

SIZE = Size(cases=1000, messages=5000)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
LARGE = (
    "cases", "conversations", "lines", "persons", "name_parts", "questions", "case_notices", "case_steps",
    "case_alerts", "outbox", "handoffs", "audit", "surveys", "ratings",
)  # fmt: skip
_LARGE = "|".join(LARGE)
SCAN = {
    "sqlite": re.compile(rf"SCAN (?:{_LARGE})\b(?!.*USING)|SCAN line_index VIRTUAL TABLE INDEX \d+:(?!.*M)"),
    "postgresql": re.compile(rf"Seq Scan on (?:{_LARGE})\b"),
}
SPAN = Span(organisations=ORGANISATIONS, begin=NOW - timedelta(days=365), end=NOW)
LATE = {
    organisation: [
        Overdue(
            kind="complaint",
            stage=stage,
            since=((None, NOW - timedelta(days=90)), (NOW - timedelta(days=80), NOW)),
        )
        for stage in ("received", "examined")
    ]
    for organisation in ORGANISATIONS
}
WAITING, PUT_OFF = Only(owner="waiting", awake=True), Only(snoozed=True)
HELD = Only(owner="staff", awake=True, holders={("aoun", "staff-sara"), ("banan", "staff-sara")})
PHONE = Only(channel="phone", language="ar")
OPEN = ["received", "checked", "registered", "committee", "accepted"]


async def _last_said(read: Reads, _: Rows) -> object:
    return await read.last_said(await read.recent(ORGANISATIONS, limit=60))


LISTS: dict[str, Callable[[Reads, Rows], Awaitable[object]]] = {
    "waiting": lambda read, _: read.waiting(ORGANISATIONS),
    "mine": lambda read, _: read.waiting(ORGANISATIONS, holder="staff-sara"),
    "held": lambda read, _: read.held(ORGANISATIONS),
    "all chats": lambda read, _: read.recent(ORGANISATIONS),
    "older chats": lambda read, rows: read.recent(ORGANISATIONS, older=rows.chat(0)),
    "chats of a channel": lambda read, _: read.recent(ORGANISATIONS, channel="phone", language="ar"),
    "channels": lambda read, _: read.channels(ORGANISATIONS),
    "last said": _last_said,
    "a branch's chats": lambda read, _: read.recent(["aoun/abha"]),
    "cases": lambda read, _: read.cases(ORGANISATIONS),
    "a branch's cases": lambda read, _: read.cases(["aoun/abha", "banan"]),
    "open cases": lambda read, _: read.cases(ORGANISATIONS, stages=OPEN, longest=True),
    "cases of a stage": lambda read, _: read.cases(["aoun"], kind="complaint", stages=["closed"]),
    "cases to call": lambda read, _: read.cases(ORGANISATIONS, to_call=True),
    "late cases": lambda read, _: read.cases(ORGANISATIONS, late=LATE, longest=True),
    "late cases of a branch": lambda read, _: read.cases(["aoun/abha"], late=LATE, longest=True),
    "older cases": lambda read, _: read.cases(ORGANISATIONS, older="c7"),
    "older cases that are late": lambda read, _: read.cases(
        ORGANISATIONS, late=LATE, longest=True, older="c0"
    ),
    "cases by reference": lambda read, rows: read.cases(ORGANISATIONS, query=rows.reference(3)),
    "cases by a part of a reference": lambda read, _: read.cases(ORGANISATIONS, query="aoun-2026"),
    "cases by a name": lambda read, _: read.cases(ORGANISATIONS, query="نورة", longest=True),
    "cases by a phone": lambda read, _: read.cases(ORGANISATIONS, query="0501234567"),
    "numbers of cases": lambda read, _: read.case_references("aoun"),
    "counts": lambda read, _: read.case_counts(ORGANISATIONS),
    "how many to call": lambda read, _: read.cases_to_call(ORGANISATIONS),
    "unseen notices": lambda read, _: read.unseen_notices("aoun", list(range(1, 300))),
    "calls": lambda read, _: read.calls(ORGANISATIONS),
    "late": lambda read, _: read.late_cases(ORGANISATIONS),
    "a case": lambda read, rows: read.case(rows.organisation(0), rows.reference(0)),
    "cases of a chat": lambda read, rows: read.cases_of_chat("aoun", rows.chat(0)),
    "a chat": lambda read, rows: read.conversation("aoun", rows.chat(0)),
    "a transcript": lambda read, rows: read.lines("aoun", rows.chat(0)),
    "questions": lambda read, _: read.questions("aoun", since=NOW - timedelta(days=30)),
    "asked, with channels": lambda read, _: read.usage.asked("aoun", since=NOW - timedelta(days=30)),
    "buttons pressed": lambda read, _: read.usage.pressed("aoun", since=NOW - timedelta(days=30)),
    "stars, of a month": lambda read, _: read.usage.rated("aoun", since=NOW - timedelta(days=30)),
    "handed over, of a month": lambda read, _: read.usage.handed_over("aoun", since=NOW - timedelta(days=30)),
    "dead letters": lambda read, _: read.dead_letters(ORGANISATIONS),
    "failed arrivals": lambda read, _: read.failed_arrivals(ORGANISATIONS),
    "put off": lambda read, _: read.snoozed(ORGANISATIONS),
    "the audit trail": lambda read, _: read.audit(ORGANISATIONS),
    "the audit trail of a colleague since a day": lambda read, _: read.audit(
        ORGANISATIONS, Asked(actor="staff-sara", since=NOW, older=7)
    ),
    "the audit trail of a chat": lambda read, rows: read.audit(ORGANISATIONS, Asked(subject=rows.chat(0))),
    "search: a word": lambda read, _: read.search(ORGANISATIONS, "طلب"),
    "search: words never in one line": lambda read, _: read.search(ORGANISATIONS, "طلب قرنبيط"),
    "search: a short word": lambda read, _: read.search(ORGANISATIONS, "ام"),
    "search: a word among who waits": lambda read, _: read.search(ORGANISATIONS, "طلب", only=WAITING),
    "search: a short word among who waits": lambda read, _: read.search(ORGANISATIONS, "ام", only=WAITING),
    "search: a word among what one holds": lambda read, _: read.search(ORGANISATIONS, "طلب", only=HELD),
    "search: a word among what is put off": lambda read, _: read.search(ORGANISATIONS, "طلب", only=PUT_OFF),
    "search: a word among who waits in a branch": lambda read, _: read.search(
        ["aoun/abha"], "طلب", only=WAITING
    ),
    "search: a word on a channel": lambda read, _: read.search(ORGANISATIONS, "طلب", only=PHONE),
    "search: a short word on a channel": lambda read, _: read.search(ORGANISATIONS, "ام", only=PHONE),
    "search: a name among who waits": lambda read, _: read.search(ORGANISATIONS, "نورة", only=WAITING),
    "search: a name on a channel": lambda read, _: read.search(ORGANISATIONS, "نورة", only=PHONE),
    "search: a reference among who waits": lambda read, rows: read.search(
        ORGANISATIONS, rows.reference(0), only=WAITING
    ),
    "search: a code on a channel": lambda read, rows: read.search(
        ORGANISATIONS, rows.chat(0)[:8], only=PHONE
    ),
    "chats of a topic": lambda read, _: read.recent(ORGANISATIONS, topic="review-time"),
    "who waits on a topic": lambda read, _: read.waiting(ORGANISATIONS, only=Only(topic="review-time")),
    "search: in a branch": lambda read, _: read.search(["aoun/abha"], "طلب"),
    "search: a name": lambda read, _: read.search(ORGANISATIONS, "نورة"),
    "search: two names": lambda read, _: read.search(ORGANISATIONS, "نورة سالم"),
    "search: a reference": lambda read, rows: read.search(ORGANISATIONS, rows.reference(0)),
    "search: a part of a reference": lambda read, _: read.search(ORGANISATIONS, "aoun-2026"),
    "search: a code": lambda read, rows: read.search(ORGANISATIONS, rows.chat(0)[:8]),
    "report: contacts": lambda read, _: read.figures.contacts(SPAN),
    "report: questions": lambda read, _: read.figures.questions(SPAN),
    "report: hand-overs": lambda read, _: read.figures.handoffs(SPAN),
    "report: first responses": lambda read, _: read.figures.first_response(SPAN),
    "report: cases": lambda read, _: read.figures.cases(SPAN),
    "report: times of cases": lambda read, _: read.figures.resolution(SPAN),
    "report: standing": lambda read, _: read.figures.standing(ORGANISATIONS, before=[NOW]),
    "report: late": lambda read, _: read.figures.late(LATE),
    "report: decisions": lambda read, _: read.figures.decisions(SPAN, steps={"support-request": ["accept"]}),
    "report: asked": lambda read, _: read.figures.asked(SPAN),
    "report: satisfaction": lambda read, _: read.figures.satisfaction(SPAN, begins=[SPAN.begin]),
    "report: reasons": lambda read, _: read.figures.reasons(SPAN),
    "report: words": lambda read, _: read.figures.words(SPAN),
    "report: ratings": lambda read, _: read.figures.ratings(SPAN),
}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, KeyRing, Rows]]:
    """A filled database, made once."""
    ring = KeyRing((new_key(),))
    with fresh_database(request.param, tmp_path_factory.mktemp("large")) as url:
        open_store(url, ring)
        rows = Rows(SIZE, ring, seed=1, now=NOW, text_times=request.param == "sqlite")
        fill(make_url(url), rows)
        yield url, ring, rows


@pytest.fixture
async def large(filled: tuple[str, KeyRing, Rows]) -> AsyncIterator[tuple[Store, Rows]]:
    url, ring, rows = filled
    store = open_store(url, ring)
    yield store, rows
    await store.close()


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_reads_no_whole_table(large: tuple[Store, Rows], name: str) -> None:
    store, rows = large
    asked: list[tuple[str, Any]] = []
    engine = _engine(store)

    def keep(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        asked.append((statement, given))

    event.listen(engine.sync_engine, "before_cursor_execute", keep)
    try:
        await LISTS[name](store.read, rows)
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", keep)
    assert asked
    found = [line for statement, given in asked for line in await _plan(engine, statement, given)]
    assert found
    assert [line for line in found if SCAN[engine.dialect.name].search(line)] == []


def _engine(store: Store) -> AsyncEngine:
    assert isinstance(store.read, CoreReads)
    return store.read._pool.engine


async def _plan(engine: AsyncEngine, statement: str, given: Any) -> list[str]:
    """Return the steps of a plan; PostgreSQL, which reads small tables whole, is kept from it if it can."""
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            return [str(row[3]) for row in rows]  # type: ignore[misc]
    async with engine.execution_options(isolation_level="READ COMMITTED").connect() as connection:
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        rows = await connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", given)
        return [str(row[0]) for row in rows]


async def test_lists_of_several_associations_are_one_list(large: tuple[Store, Rows]) -> None:
    store, _ = large
    cases = await store.read.cases(ORGANISATIONS, limit=50)
    assert len(cases) == 50
    assert [case.opened_at for case in cases] == sorted((case.opened_at for case in cases), reverse=True)
    assert {case.organisation for case in cases} == set(ORGANISATIONS)
    longest = [case.stage_since for case in await store.read.cases(ORGANISATIONS, stages=OPEN, longest=True)]
    assert longest == sorted(longest, key=lambda at: at or NOW)
    chats = [chat.last_inbound_at for chat in await store.read.recent(ORGANISATIONS, limit=30)]
    assert chats == sorted(chats, key=lambda at: at or NOW, reverse=True)
    counts = await store.read.case_counts(ORGANISATIONS)
    assert sum(counts.values()) == SIZE.cases
    assert len(await store.read.cases(ORGANISATIONS, to_call=True)) == SIZE.cases // 200


@pytest.mark.parametrize("only", [{}, {"channel": "phone"}, {"channel": "phone", "priority": "urgent"}])
async def test_all_chats_are_turned_over_page_by_page(
    large: tuple[Store, Rows], only: dict[str, str]
) -> None:
    store, rows = large
    seen: list[str] = []
    while page := await store.read.recent(ORGANISATIONS, limit=7, older=seen[-1] if seen else "", **only):
        seen += [chat.id for chat in page]
        if "channel" in only:
            assert {chat.address.channel for chat in page} == {only["channel"]}
    chats = range(rows.size.chats)
    expected = [rows.chat(n) for n in chats if only.get("channel") is None or n % 3 == 2]
    assert sorted(seen) == ([] if "priority" in only else expected)
    assert list(await store.read.channels(ORGANISATIONS)) == ["phone", "telegram", "web"]


async def test_a_list_has_what_people_wrote_last(large: tuple[Store, Rows]) -> None:
    store, _ = large
    chats = await store.read.recent(ORGANISATIONS, limit=20)
    last = await store.read.last_said(chats)
    for chat in chats:
        found = await store.read.lines(chat.address.organisation, chat.id)
        people = [line for line in found if line.direction in ("in", "staff") and line.text]
        assert last[chat.id] == (people or found)[-1]
    assert any(line.direction == "in" for line in last.values())
    assert await store.read.last_said([]) == {}
