import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from bot.ports.store import NotWritten, Store, Transaction
from bot.store.keys import KeyRing
from bot.store.opening import open_store
from bot.store.transaction import CoreTransaction
from bot.store.writer import BATCH
from tests.patience import PATIENCE
from tests.store.values import HERE, NOW, ORG, a_chat, address, inbound, open_chat


def breaks(tx: Transaction) -> NoReturn:
    tx.announce("broken")
    open_chat(tx, address("ghost"))
    raise LookupError("on purpose")


async def test_a_broken_unit_rolls_back_only_itself(store: Store) -> None:
    results = await asyncio.gather(
        a_chat(store, address("before")),
        store.write(breaks),
        a_chat(store, address("after")),
        return_exceptions=True,
    )
    assert isinstance(results[1], LookupError)
    recent = await store.read.recent([ORG])
    assert {row.address.user for row in recent} == {"before", "after"}


async def test_a_statement_that_fails_leaves_the_store_usable(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await store.write(lambda tx: tx.inbox.accept(inbound("1"), conversation="nowhere"))
    assert await a_chat(store)


async def test_many_units_at_once_all_come_back_with_their_own_result(store: Store) -> None:
    chat = await a_chat(store)

    def say(number: int) -> Callable[[Transaction], int]:
        def work(tx: Transaction) -> int:
            tx.transcript.add(ORG, chat, direction="in", text=str(number), at=NOW)
            return number

        return work

    assert await asyncio.gather(*(store.write(say(n)) for n in range(200))) == list(range(200))
    lines = await store.read.lines(ORG, chat)
    assert {line.text for line in lines} == {str(n) for n in range(200)}
    assert [line.id for line in lines] == sorted(line.id for line in lines)


async def test_a_look_sees_what_is_written_waits_for_nobody_and_writes_nothing(store: Store) -> None:
    chat = await a_chat(store)
    entered, go_on = Event(), Event()

    def slow(tx: Transaction) -> None:
        tx.transcript.add(ORG, chat, direction="in", text="later", at=NOW)
        entered.set()
        assert go_on.wait(20)

    writing = asyncio.ensure_future(store.write(slow))
    try:
        await asyncio.to_thread(entered.wait, 20)
        held = await asyncio.wait_for(store.look(lambda tx: tx.conversations.lock(ORG, chat)), PATIENCE)
        assert held.id == chat
        assert await store.look(lambda tx: tx.transcript.recent(ORG, chat, limit=5)) == []
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            await store.look(lambda tx: tx.conversations.forget(ORG, chat))
    finally:
        go_on.set()
        await writing
    [line] = await store.look(lambda tx: tx.transcript.recent(ORG, chat, limit=5))
    assert line.text == "later"


async def test_what_was_written_is_read_at_once(store: Store) -> None:
    for number in range(5):
        chat = await a_chat(store, address(f"v{number}"))
        assert await store.read.conversation(ORG, chat) is not None


async def test_listeners_wake_after_the_commit(store: Store) -> None:
    listening, other = store.listen(f"queue:{ORG}", "inbox"), store.listen("outbox")
    for one in (listening, other):
        await one.wait(0.2)  # PostgreSQL wakes everybody once, when its listening connection is up

    def work(tx: Transaction) -> None:
        open_chat(tx)
        tx.announce(f"queue:{ORG}")

    waiting = asyncio.create_task(listening.wait(5))
    await store.write(work)
    assert await waiting
    assert await store.read.by_address(HERE) is not None
    assert not await other.wait(0.05)
    listening.close()
    other.close()


async def test_an_announcement_before_the_wait_is_not_lost(store: Store) -> None:
    listening = store.listen("outbox")
    await store.write(lambda tx: tx.announce("outbox"))
    assert await listening.wait(5)
    listening.close()
    await store.write(lambda tx: tx.announce("outbox"))


async def test_a_broken_unit_announces_nothing(store: Store) -> None:
    listening = store.listen("broken")
    await listening.wait(0.2)  # PostgreSQL: until the listening connection is up
    with pytest.raises(LookupError):
        await store.write(breaks)
    assert not await listening.wait(0.1)
    listening.close()


async def test_times_without_a_zone_are_refused(store: Store) -> None:
    chat = await a_chat(store)
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - what is tested
    with pytest.raises(Exception, match="no time zone"):
        await store.write(lambda tx: tx.conversations.heard(ORG, chat, at=naive))


async def test_a_closed_store_writes_what_was_queued_and_then_refuses(store: Store) -> None:
    writing = [asyncio.ensure_future(a_chat(store, address(f"v{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    await store.close()
    assert len(set(await asyncio.gather(*writing))) == 20
    with pytest.raises(NotWritten, match="closed"):
        await a_chat(store)


async def test_a_full_disk_fails_what_was_not_kept_and_nothing_else(tmp_path: Path, ring: KeyRing) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'wasl.db'}", ring)
    chat = await a_chat(store)

    def no_more_pages(tx: Transaction) -> None:
        assert isinstance(tx, CoreTransaction)
        pages = tx.session.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.session.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")

    def write_much(tx: Transaction) -> None:
        tx.transcript.add(ORG, chat, direction="in", text="ن" * 100_000, at=NOW)

    await store.write(no_more_pages)
    before, full, after = await asyncio.gather(
        a_chat(store, address("before")),
        store.write(write_much),
        a_chat(store, address("after")),
        return_exceptions=True,
    )
    kept = {row.address.user for row in await store.read.recent([ORG])}
    assert isinstance(full, Exception)
    assert "full" in str(full)
    for user, result in (("before", before), ("after", after)):
        assert isinstance(result, NotWritten) == (user not in kept)
    assert await store.read.lines(ORG, chat) == []
    assert await a_chat(store, address("later"))
    await store.close()


async def test_a_unit_that_is_given_up_before_its_turn_is_not_run(tmp_path: Path, ring: KeyRing) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'wasl.db'}", ring)
    blocked, release = Event(), Event()

    def hold(_: Transaction) -> None:
        blocked.set()
        release.wait(10)

    holding = asyncio.ensure_future(store.write(hold))
    await asyncio.to_thread(blocked.wait, 10)
    given_up = asyncio.ensure_future(a_chat(store, address("ghost")))
    await asyncio.sleep(0)
    given_up.cancel()
    release.set()
    await holding
    await a_chat(store)
    assert [row.address.user for row in await store.read.recent([ORG])] == [HERE.user]
    await store.close()


async def test_units_that_wait_together_share_a_commit(tmp_path: Path, ring: KeyRing) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'wasl.db'}", ring)
    commits: list[int] = []
    blocked, release = Event(), Event()

    def hold(tx: Transaction) -> None:
        assert isinstance(tx, CoreTransaction)
        event.listen(tx.session.connection.engine, "commit", lambda _: commits.append(1))
        blocked.set()
        release.wait(10)

    holding = asyncio.ensure_future(store.write(hold))
    await asyncio.to_thread(blocked.wait, 10)
    writing = [asyncio.ensure_future(a_chat(store, address(f"v{n}"))) for n in range(2 * BATCH)]
    await asyncio.sleep(0)
    release.set()
    await asyncio.gather(holding, *writing)
    await store.close()
    assert len(commits) == 3


@pytest.mark.postgres
async def test_processes_on_one_postgresql_hear_each_other(postgres: str, ring: KeyRing) -> None:
    one = open_store(postgres, ring)
    two = open_store(postgres, ring)
    listening = two.listen("outbox")
    await listening.wait(5)  # its listening connection is up
    await one.write(lambda tx: tx.announce("outbox"))
    heard = await listening.wait(5)
    await one.close()
    await two.close()
    assert heard
