"""Chats are found by what was said, by reference, name and code, in the asker's organisations alone."""

import pytest

from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_case, a_chat

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
