"""Sealed names are found by how their words begin, however many there are, and nothing readable is kept."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, make_url, select

from bot.matching.normalise import normalise
from bot.ports.records import Person
from bot.ports.store import Store, Transaction
from bot.store.columns import use_keys
from bot.store.keys import KeyRing, new_key, open_key_file, rotate_key_file
from bot.store.names import DONE, LENGTHS, beginnings, hashed, index_older, looked_up
from bot.store.opening import engine_for, open_store
from bot.store.resealing import reseal, retire
from bot.store.search import MOST, MOST_NAMES, _stand_in
from bot.store.tables import installation, name_parts
from tests.store.databases import with_tables
from tests.store.values import NOW, ORG, address

NOBODY = {"phone": None, "national_id": None, "iban": None}


def named(tx: Transaction, name: str | None, user: str, organisation: str = ORG, **numbers: Any) -> str:
    """Open a chat of somebody of this name and return it."""
    chat = tx.conversations.open(address(user, organisation), language="ar", now=NOW).id
    numbers = NOBODY | numbers
    person = tx.people.match_or_add(organisation, name=name, **numbers, language="ar", now=NOW)
    tx.people.link(organisation, chat, person)
    return chat


async def searched(store: Store, words: str, *organisations: str) -> list[str]:
    return [chat.id for chat in await store.read.search(organisations or (ORG,), words)]


def kept(url: str) -> list[Any]:
    engine = engine_for(make_url(url))
    try:
        with engine.connect() as connection:
            return list(connection.execute(select(name_parts.c.person_id, name_parts.c.part)))
    finally:
        engine.dispose()


async def test_an_old_name_is_found_behind_thousands_of_newer_ones(store: Store) -> None:
    """More people came since than are opened in a search, and many of them share one of the names."""

    def many(tx: Transaction) -> str:
        chat = named(tx, "هيفاء بنت زيد المطيري", "first")
        for number in range(MOST_NAMES + 1):
            name = ("نورة المطيري", "هيفاء القحطاني", "سارة محمد")[number % 3]
            tx.people.match_or_add(ORG, name=name, **NOBODY, language="ar", now=NOW)
        return chat

    chat = await store.write(many)
    for words in ("زيد", "هيفاء زيد", "زيد المطيري", "هيفا مطير", "ه زيد", "هيفاء المطيري بنت"):
        expected = [] if words == "هيفا مطير" else [chat]  # words are found by how they begin
        assert await searched(store, words) == expected, words
    assert await searched(store, "زيد", "basma") == []
    assert await searched(store, "زيدان") == []


async def test_who_has_a_common_name_is_found_too_if_they_came_lately(store: Store) -> None:
    chats = await store.write(lambda tx: [named(tx, "محمد علي", f"u{n}") for n in range(MOST + 20)])
    found = await searched(store, "محمد")
    assert len(found) == MOST
    assert set(found) <= set(chats)
    assert chats[-1] in found


async def test_like_names_are_offered_however_long_ago(store: Store) -> None:
    def many(tx: Transaction) -> tuple[str, str]:
        old = tx.people.match_or_add(ORG, name="ليلى أحمد العمري", **NOBODY, language="ar", now=NOW)
        part = tx.people.match_or_add(ORG, name="ليلى العمري", **NOBODY, language="ar", now=NOW)
        for number in range(1200):
            later = NOW + timedelta(minutes=number)
            tx.people.match_or_add(ORG, name=f"ليلى ناصر {number}", **NOBODY, language="ar", now=later)
        return old, part

    old, part = await store.write(many)

    def look(tx: Transaction, name: str) -> list[str]:
        return [one.id for one in tx.people.similar(ORG, name=name, phone=None, national_id=None)]

    assert set(await store.write(lambda tx: look(tx, "ليلي احمد العمرى"))) == {old, part}
    assert await store.write(lambda tx: look(tx, "ليلى")) == []

    def same(tx: Transaction) -> list[str]:
        twin = tx.people.match_or_add(ORG, name="ليلي احمد العمري", **NOBODY, language="ar", now=NOW)
        person = tx.people.get(ORG, twin)
        assert person is not None
        return [one.id for one in tx.merges.alike(ORG, person)]

    assert await store.write(same) == [old]


async def test_a_name_filled_in_later_is_found_and_one_erased_is_not(store: Store, url: str) -> None:
    number = {"phone": "+966502407666"}
    chat = await store.write(lambda tx: named(tx, None, "u1", **number))
    assert kept(url) == []
    await store.write(lambda tx: named(tx, "غادة الحربي", "u1", **number))
    assert await searched(store, "غادة") == [chat]

    def erase(tx: Transaction) -> None:
        row = tx.conversations.lock(ORG, chat)
        assert row.person is not None
        tx.people.erase(ORG, row.person)

    await store.write(erase)
    assert await searched(store, "غادة") == []
    assert kept(url) == []


async def test_a_name_is_lent_for_a_merge_and_taken_back(store: Store) -> None:
    def work(tx: Transaction) -> tuple[Person, Person]:
        chats = [named(tx, name, user) for name, user in ((None, "a"), ("رغد السبيعي", "b"))]
        rows = [tx.conversations.lock(ORG, chat) for chat in chats]
        kept, gone = (tx.people.get(ORG, row.person or "") for row in rows)
        assert kept is not None
        assert gone is not None
        return kept, gone

    kept_one, gone = await store.write(work)
    merge = await store.write(lambda tx: tx.merges.merge(ORG, kept_one, gone, actor="s", now=NOW))
    assert len(await searched(store, "رغد")) == 2
    assert await store.write(lambda tx: tx.merges.undo(merge, now=NOW))
    assert len(await searched(store, "رغد")) == 1


async def test_what_is_kept_tells_nothing_and_is_another_in_each_organisation(store: Store, url: str) -> None:
    await store.write(lambda tx: [named(tx, "نورة", f"u{org}", org) for org in (ORG, "banan")])
    rows = kept(url)
    assert len(rows) == 2 * len(beginnings("نورة"))
    assert len({bytes(row.part) for row in rows}) == len(rows)
    assert not any(part.encode() in bytes(row.part) for row in rows for part in beginnings("نورة"))


async def test_names_are_found_before_during_and_after_new_keys(url: str, tmp_path: Path) -> None:
    address_ = with_tables(tmp_path) if url.startswith("sqlite") else url
    key_file, files = tmp_path / "key", tmp_path / "files"
    store = open_store(address_, open_key_file(key_file))
    chat = await store.write(lambda tx: named(tx, "سعاد الدوسري", "u1"))
    await store.close()
    old = {bytes(row.part) for row in kept(address_)}

    rotated = rotate_key_file(key_file)
    store = open_store(address_, rotated)
    second = await store.write(lambda tx: named(tx, "سعاد الدوسري", "u2"))
    assert set(await searched(store, "سعاد الدوسري")) == {chat, second}
    reseal(address_, rotated, files=files)
    assert set(await searched(store, "سعاد")) == {chat, second}
    await store.close()
    assert not old & {bytes(row.part) for row in kept(address_)}

    assert retire(address_, key_file, files=files)
    store = open_store(address_, open_key_file(key_file))
    assert set(await searched(store, "سعاد دوسري الدوسري")) == set()
    assert set(await searched(store, "الدوسري")) == {chat, second}
    await store.close()


async def test_names_of_before_the_index_are_in_it_after_a_start(
    url: str, ring: KeyRing, tmp_path: Path
) -> None:
    address_ = with_tables(tmp_path) if url.startswith("sqlite") else url
    store = open_store(address_, ring)
    chats = await store.write(lambda tx: [named(tx, f"جواهر {n}", f"u{n}") for n in range(3)])
    await store.close()
    before = sorted((row.person_id, bytes(row.part)) for row in kept(address_))
    engine = engine_for(make_url(address_))
    use_keys(engine, ring)
    with engine.begin() as connection:  # as an older version leaves it, and a run that was killed half way
        connection.execute(delete(installation).where(installation.c.name == DONE))
        connection.execute(delete(name_parts).where(name_parts.c.person_id != before[0][0]))
    engine.dispose()
    store = open_store(address_, ring)
    assert set(await searched(store, "جواهر")) == set(chats)
    await store.close()
    assert sorted((row.person_id, bytes(row.part)) for row in kept(address_)) == before
    with engine.begin() as connection:  # done is done: the next start reads no names
        connection.execute(delete(name_parts))
    index_older(engine)
    assert kept(address_) == []
    engine.dispose()


_LETTERS = st.sampled_from("ابتنور محس")


@given(st.text(_LETTERS, max_size=30), st.text(_LETTERS, max_size=12))
def test_the_index_never_hides_a_name_that_fits(name: str, query: str) -> None:
    words = normalise(query).split()
    if looked_up(words) and _stand_in(normalise(name), words):
        assert set(looked_up(words)) <= set(beginnings(name))


@pytest.mark.parametrize("length", LENGTHS)
def test_each_beginning_is_kept_once(length: int) -> None:
    word = "عبدالرحمن"
    assert word[:length] in beginnings(f"{word} {word}")
    assert len(hashed(KeyRing((new_key(),)), ORG, f"{word} {word}")) == len(LENGTHS)
