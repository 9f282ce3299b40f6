"""No list of the console reads a whole table: the plans over a filled database, and what the lists say."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url

from benchmarks.large_rows import ORGANISATIONS, Rows, Size
from benchmarks.large_store import fill
from bot.ports.store import Reads
from bot.store.keys import KeyRing, new_key
from bot.store.opening import open_store
from bot.store.sqlite import SqliteStore

SIZE = Size(cases=1000, messages=5000)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
LARGE = (
    "cases", "conversations", "lines", "questions", "case_notices", "case_steps", "case_alerts", "outbox",
)  # fmt: skip
SCAN = re.compile(rf"SCAN (?:{'|'.join(LARGE)})\b(?!.*USING)")
OPEN = ["received", "checked", "registered", "committee", "accepted"]

LISTS: dict[str, Callable[[Reads, Rows], Awaitable[object]]] = {
    "waiting": lambda read, _: read.waiting(ORGANISATIONS),
    "mine": lambda read, _: read.waiting(ORGANISATIONS, holder="staff-sara"),
    "held": lambda read, _: read.held(ORGANISATIONS),
    "all chats": lambda read, _: read.recent(ORGANISATIONS),
    "a branch's chats": lambda read, _: read.recent(["aoun/abha"]),
    "cases": lambda read, _: read.cases(ORGANISATIONS),
    "a branch's cases": lambda read, _: read.cases(["aoun/abha", "banan"]),
    "open cases": lambda read, _: read.cases(ORGANISATIONS, stages=OPEN, longest=True),
    "cases of a stage": lambda read, _: read.cases(["aoun"], kind="complaint", stages=["closed"]),
    "cases to call": lambda read, _: read.cases(ORGANISATIONS, to_call=True),
    "counts": lambda read, _: read.case_counts(ORGANISATIONS),
    "calls": lambda read, _: read.calls(ORGANISATIONS),
    "late": lambda read, _: read.late_cases(ORGANISATIONS),
    "a case": lambda read, rows: read.case(rows.organisation(0), rows.reference(0)),
    "cases of a chat": lambda read, rows: read.cases_of_chat("aoun", rows.chat(0)),
    "a chat": lambda read, rows: read.conversation("aoun", rows.chat(0)),
    "a transcript": lambda read, rows: read.lines("aoun", rows.chat(0)),
    "questions": lambda read, _: read.questions("aoun", since=NOW - timedelta(days=30)),
    "asked, with channels": lambda read, _: read.usage.asked("aoun", since=NOW - timedelta(days=30)),
    "dead letters": lambda read, _: read.dead_letters(ORGANISATIONS),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KeyRing, Rows]:
    """A filled database, made once."""
    file, ring = tmp_path_factory.mktemp("large") / "large.db", KeyRing((new_key(),))
    url = make_url(f"sqlite:///{file}")
    open_store(f"sqlite:///{file}", ring)
    rows = Rows(SIZE, ring, seed=1, now=NOW, text_times=True)
    fill(url, rows)
    return file, ring, rows


@pytest.fixture
async def large(filled: tuple[Path, KeyRing, Rows]) -> AsyncIterator[tuple[SqliteStore, Rows]]:
    file, ring, rows = filled
    store = open_store(f"sqlite:///{file}", ring)
    assert isinstance(store, SqliteStore)
    yield store, rows
    await store.close()


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_reads_no_whole_table(large: tuple[SqliteStore, Rows], name: str) -> None:
    store, rows = large
    asked: list[tuple[str, Any]] = []
    engine = store.read._pool.engine.sync_engine

    def keep(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        asked.append((statement, given))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        await LISTS[name](store.read, rows)
    finally:
        event.remove(engine, "before_cursor_execute", keep)
    assert asked
    found = [line for statement, given in asked for line in await _plan(store, statement, given)]
    assert [line for line in found if SCAN.search(line)] == []


async def _plan(store: SqliteStore, statement: str, given: Any) -> list[str]:
    async with store.read._pool.engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [str(row[3]) for row in rows]  # type: ignore[misc]


async def test_lists_of_several_associations_are_one_list(large: tuple[SqliteStore, Rows]) -> None:
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
