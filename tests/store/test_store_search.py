"""Chats are found by what was said, by reference, name and code, in the asker's organisations alone."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import make_url, update

from bot.messages import Address
from bot.ports.store import Only, Store, Transaction
from bot.store.keys import KeyRing
from bot.store.opening import engine_for, open_store
from bot.store.schema import _config
from bot.store.search import LINES, MOST
from bot.store.tables import lines
from tests.store.conftest import DATABASES
from tests.store.databases import fresh_database
from tests.store.values import NOW, ORG, a_case, a_chat, address, two_staff

SAID = ("أحتاجُ إعانةً عاجلة للدّواء", "رقم الفاتورة ٤٥٦ و 100%", "Rent support, please")


async def said(store: Store, chat: str, *texts: str, organisation: str = ORG) -> None:
    def work(tx: Transaction) -> None:
        for text in texts:
            tx.transcript.add(organisation, chat, direction="in", text=text, at=NOW)

    await store.write(work)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("اعانه", True),
        ("إعانة الدواء", False),  # the words stand in the line, but not with the article alone
        ("عاجلة إعانه", True),
        ("دواء", True),
        ("456", True),
        ("٤٥٦", True),
        ("RENT", True),
        ("rent دواء", False),
        ("100_", True),
        ("nothing", False),
        ("%", False),
        ("", False),
        ("!؟", False),
    ],
)
async def test_words_are_found_in_any_spelling(store: Store, query: str, found: bool) -> None:
    chat = await a_chat(store)
    await said(store, chat, *SAID)
    assert [each.id for each in await store.read.search([ORG], query)] == ([chat] if found else [])
    assert await store.read.search(["basma"], query) == []
    assert await store.read.search([], query) == []


async def test_a_code_names_its_chat_and_what_is_erased_is_not_found(store: Store) -> None:
    chat = await a_chat(store)
    await said(store, chat, *SAID)
    assert [each.id for each in await store.read.search([ORG], chat[:6].upper())] == [chat]
    await store.write(lambda tx: tx.conversations.forget(ORG, chat))
    assert await store.read.search([ORG], "اعانة") == []


async def test_names_are_found_though_they_are_sealed(store: Store) -> None:
    chat = await a_chat(store)

    def named(tx: Transaction) -> None:
        given = {"phone": None, "national_id": None, "iban": None}
        person = tx.people.match_or_add(ORG, name="أحمد بن فاطمة العتيبي", **given, language="ar", now=NOW)
        tx.people.link(ORG, chat, person)

    await store.write(named)
    for query, found in (("احمد", True), ("فاطمه احمد", True), ("حمد", False), ("احمد سعد", False)):
        assert bool(await store.read.search([ORG], query)) is found, query
    assert await store.read.search(["basma"], "احمد") == []


async def test_a_reference_finds_the_chat_in_which_the_request_was_made(store: Store) -> None:
    chat = await a_chat(store)
    case = a_case(1, chat)
    await store.write(lambda tx: tx.cases.open(case))
    for query, found in ((case.reference.lower(), True), (case.reference[:9], True), ("zz-2026-1", False)):
        assert bool(await store.read.search([ORG], query)) is found, query
    assert await store.read.search(["basma"], case.reference) == []


@pytest.mark.parametrize("kind", DATABASES)
async def test_lines_of_before_the_index_are_found_after_the_upgrade(
    kind: str, tmp_path: Path, ring: KeyRing
) -> None:
    with fresh_database(kind, tmp_path) as url:
        store = open_store(url, ring)
        chat = await a_chat(store)
        await said(store, chat, *SAID)
        await store.close()
        engine = engine_for(make_url(url))
        with engine.begin() as connection:
            command.downgrade(_config(connection), "0026")
            connection.execute(update(lines).values(folded=None))
        engine.dispose()
        store = open_store(url, ring)
        for query, found in (("إعانه", [chat]), ("دواء", [chat]), ("456", [chat]), ("nothing", [])):
            assert [each.id for each in await store.read.search([ORG], query)] == found
        await store.close()


async def test_a_short_word_beside_a_longer_one_counts(store: Store) -> None:
    one, other = await a_chat(store), await a_chat(store, address("visitor-2"))
    await said(store, one, "علاج أم")
    await said(store, other, "علاج أخ")
    for query, found in (("علاج ام", [one]), ("ام", [one]), ("اخ", [other]), ("علاج اخت", [])):
        assert [each.id for each in await store.read.search([ORG], query)] == found


async def test_many_lines_of_one_chat_do_not_hide_an_older_chat(store: Store) -> None:
    older, newer = await a_chat(store), await a_chat(store, address("visitor-2"))
    await said(store, older, "موعد المقابلة")
    await said(store, newer, *["موعد المقابلة"] * (2 * LINES))
    found = await store.read.search([ORG], "المقابلة")
    assert {each.id for each in found} == {older, newer}


def _behind_many(tx: Transaction, act: str) -> str:
    """Say the same in many chats of a person of the same name; return the first, which differs in `act`."""
    given = {"phone": None, "national_id": None, "iban": None}
    odd = ""
    for number in range(MOST + 2):
        here = Address(
            organisation=ORG, channel="phone" if (number, act) == (0, "channel") else "web", user=f"u{number}"
        )
        chat = tx.conversations.open(here, language="ar", now=NOW).id
        person = tx.people.match_or_add(ORG, name=f"ريم {number}", **given, language="ar", now=NOW)
        tx.people.link(ORG, chat, person)
        tx.transcript.add(ORG, chat, direction="in", text="أبغى موعد مقابلة ام", at=NOW)
        if number:
            continue
        odd = chat
        tx.conversations.put_waiting(
            ORG, chat, reason="asked", priority="normal", danger=None, topic="review-time", now=NOW
        )
        if act in ("held", "snoozed"):
            tx.conversations.claim(ORG, chat, staff="staff-omar", now=NOW)
        if act == "snoozed":
            tx.conversations.snooze(ORG, chat, kind="until", until=NOW)
    return odd


@pytest.mark.parametrize("query", ["مقابله", "ام", "ريم"])
@pytest.mark.parametrize(
    ("act", "only"),
    [
        ("waiting", Only(owner="waiting", awake=True)),
        ("held", Only(owner="staff", holders={(ORG, "staff-omar")})),
        ("snoozed", Only(snoozed=True)),
        ("channel", Only(channel="phone")),
        ("topic", Only(topic="review-time")),
    ],
)
async def test_a_list_is_searched_behind_all_newer_chats_of_other_lists(
    store: Store, act: str, only: Only, query: str
) -> None:
    await two_staff(store)
    odd = await store.write(lambda tx: _behind_many(tx, act))
    everywhere = [each.id for each in await store.read.search([ORG], query)]
    assert len(everywhere) == MOST
    assert odd not in everywhere
    assert [each.id for each in await store.read.search([ORG], query, only=only)] == [odd]
    assert await store.read.search(["basma"], query, only=only) == []
