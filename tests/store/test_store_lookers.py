"""Who of staff is at a chat, on whatever process."""

from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest_asyncio

from bot.console.presence import LASTS, TYPING, Others, Room, topic
from bot.ports.records import Staff
from bot.ports.store import Store
from bot.store.keys import KeyRing
from bot.store.opening import open_store
from bot.store.sqlite import SqliteStore
from tests.patience import PATIENCE
from tests.store.databases import with_tables
from tests.store.values import NOW, ORG, a_chat, account, address

SARA, OMAR, NOURA = (account(name) for name in ("sara", "omar", "noura"))


@dataclass(frozen=True, kw_only=True)
class Two:
    """Two processes over one database."""

    here: Store
    there: Store
    chat: str

    def room(self, staff: Staff, *, there: bool = False) -> Room:
        store = self.there if there else self.here
        return Room(store=store, organisation=ORG, chat=self.chat, staff=staff)


@pytest_asyncio.fixture
async def two(store: Store, url: str, ring: KeyRing, tmp_path: Path) -> AsyncIterator[Two]:
    elsewhere = open_store(with_tables(tmp_path) if url.startswith("sqlite") else url, ring)
    for one in (SARA, OMAR, NOURA):
        await store.write(lambda tx, one=one: tx.staff.add(one))  # type: ignore[misc]
    yield Two(here=store, there=elsewhere, chat=await a_chat(store))
    await elsewhere.close()


async def _enter(room: Room, screen: str = "s1", now: datetime = NOW) -> None:
    await room.enter(screen, now=now, fresh=True)


async def test_colleagues_on_another_process_are_seen_and_oneself_is_not(two: Two) -> None:
    await _enter(two.room(SARA))
    for who in (OMAR, NOURA):
        await _enter(two.room(who, there=True))
    assert await two.room(SARA).others(now=NOW) == Others(looking=("Noura", "Omar"))
    elsewhere = replace(two, chat=await a_chat(two.here, address("visitor-2")))
    assert await elsewhere.room(SARA).others(now=NOW) == Others()
    assert await replace(two.room(SARA), organisation="basma").others(now=NOW) == Others()


async def test_writing_is_seen_on_another_process_and_ends_by_itself(two: Two) -> None:
    omar, sara = two.room(OMAR, there=True), two.room(SARA)
    await omar.typing(now=NOW)
    assert await sara.others(now=NOW) == Others()  # nobody who has not opened it
    for room in (omar, sara):
        await _enter(room)
    await omar.typing(now=NOW)
    assert await sara.others(now=NOW + TYPING - timedelta(seconds=1)) == Others(typing=("Omar",))
    assert await sara.others(now=NOW + TYPING) == Others(looking=("Omar",))


async def _hearing_once(two: Two) -> Store:
    """Return a store that hears each announcement of `here` once and in order.

    On PostgreSQL a process hears its own at once and again from the database; another hears only the latter,
    and whatever is listened to when its connection stands is woken one time more.
    """
    if isinstance(two.here, SqliteStore):  # its processes do not hear each other
        return two.here
    for name in ("connected", "in order"):
        with closing(two.there.listen(name)) as listening:
            await two.here.write(lambda tx, name=name: tx.announce(name))  # type: ignore[misc]
            assert await listening.wait(PATIENCE)
    return two.there


async def test_the_first_key_is_announced_and_those_right_after_it_are_not(two: Two) -> None:
    omar, hearing = two.room(OMAR), await _hearing_once(two)
    listening, mark = hearing.listen(topic(two.chat)), hearing.listen("mark")
    await _enter(omar)
    assert await listening.wait(PATIENCE)
    for at, told in ((NOW, True), (NOW + timedelta(seconds=3), False), (NOW + timedelta(minutes=1), True)):
        await omar.typing(now=at)
        await two.here.write(lambda tx: tx.announce("mark"))  # comes after what was announced before it
        assert await mark.wait(PATIENCE)
        assert await listening.wait(0) is told
    for one in (listening, mark):
        one.close()


async def test_with_the_last_screen_somebody_is_gone(two: Two) -> None:
    sara, omar = two.room(SARA), two.room(OMAR, there=True)
    for screen in ("s1", "s2"):
        await _enter(omar, screen)
    await omar.leave("s1")
    assert await sara.others(now=NOW) == Others(looking=("Omar",))
    await omar.typing(now=NOW)
    await omar.leave("s2")
    assert await sara.others(now=NOW) == Others()


async def test_a_screen_whose_process_was_killed_runs_out_and_one_that_gives_signs_stays(two: Two) -> None:
    sara, omar = two.room(SARA), two.room(OMAR, there=True)
    await _enter(omar)
    later = NOW + LASTS
    assert await sara.others(now=later - timedelta(seconds=1)) == Others(looking=("Omar",))
    assert await sara.others(now=later) == Others()
    await _enter(sara, now=later + timedelta(seconds=1))
    kept = await two.here.look(lambda tx: tx.lookers.at(ORG, two.chat))
    assert [one.staff for one in kept] == [SARA.id]  # old rows go with the next who enters
    await _enter(omar, now=later)
    assert await sara.others(now=later + timedelta(seconds=2)) == Others(looking=("Omar",))
