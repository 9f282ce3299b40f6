"""Numbers of letters, and people who may be the same, on every database."""

import asyncio
from dataclasses import replace

from bot.messages import Address
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_case


async def a_contact(store: Store, number: int, organisation: str = ORG) -> str:
    address = Address(organisation=organisation, channel="letters", user=f"letter{number}")
    return (await store.write(lambda tx: tx.conversations.open(address, language="ar", now=NOW))).id


async def test_letters_are_numbered_without_gaps_or_doubles(store: Store) -> None:
    chats = [await a_contact(store, number) for number in range(6)]

    async def register(chat: str) -> int:
        return await store.write(lambda tx: tx.letters.register(ORG, chat, year=2026, at=NOW))

    assert sorted(await asyncio.gather(*map(register, chats))) == [1, 2, 3, 4, 5, 6]
    first = await register(chats[0])
    assert await store.write(lambda tx: tx.letters.number(ORG, chats[0])) == (2026, first)
    new_year = await a_contact(store, 9)
    assert await store.write(lambda tx: tx.letters.register(ORG, new_year, year=2027, at=NOW)) == 1
    other = await a_contact(store, 1, "basma")
    assert await store.write(lambda tx: tx.letters.register("basma", other, year=2026, at=NOW)) == 1
    assert await store.write(lambda tx: tx.letters.number("basma", chats[0])) is None


async def test_people_are_found_by_number_and_by_a_name_in_another_spelling(store: Store) -> None:
    async def known(name: str, phone: str, organisation: str = ORG) -> str:
        return await store.write(
            lambda tx: tx.people.match_or_add(
                organisation, name=name, phone=phone, national_id=None, iban=None, language="ar", now=NOW
            )
        )

    async def like(name: str, phone: str | None = None) -> list[str]:
        found = await store.write(lambda tx: tx.people.similar(ORG, name=name, phone=phone, national_id=None))
        return [one.id for one in found]

    ahmad = await known("أحمد بن علي العسيري", "+966501234567")
    sara = await known("سارة محمد", "+966507654321")
    await known("أحمد علي العسيري", "+966501111111", "basma")
    assert await like("احمد علي العسيرى") == [ahmad]
    assert await like("أحمد") == []
    assert await like("سالم محمد") == []
    assert await like("احمد العسيري", "+966507654321") == [sara, ahmad]


async def test_a_branch_finds_only_people_of_whom_it_has_a_chat_or_a_case(store: Store) -> None:
    here, there = f"{ORG}/abha", f"{ORG}/jazan"

    async def known(number: int, *, chat: str | None, case: str | None) -> str:
        contact = await a_contact(store, number)

        def work(tx: Transaction) -> str:
            person = tx.people.match_or_add(
                ORG, name="أحمد بن علي العسيري", phone=f"+96650123456{number}", national_id=None, iban=None,
                language="ar", now=NOW,
            )  # fmt: skip
            tx.people.link(ORG, contact, person)
            tx.conversations.set_place(ORG, contact, chat)
            tx.cases.open(replace(a_case(number, None, person=person), place=case))
            return person

        return await store.write(work)

    by_chat = await known(1, chat=here, case=None)
    by_case = await known(2, chat=None, case=here)
    elsewhere = await known(3, chat=there, case=there)
    everybody = [by_chat, by_case, elsewhere]

    async def like(place: str | None, phone: str | None = None) -> set[str]:
        found = await store.write(
            lambda tx: tx.people.similar(
                ORG, name="احمد علي العسيرى", phone=phone, national_id=None, place=place
            )
        )
        return {one.id for one in found}

    assert await like(here) == {by_chat, by_case}
    assert await like(here, "+966501234563") == {by_chat, by_case}
    assert await like(there) == {elsewhere}
    assert await like(ORG) == await like(None) == set(everybody)
    assert await store.write(lambda tx: set(tx.people.at(here, everybody))) == {by_chat, by_case}
    assert await store.write(lambda tx: set(tx.people.at(ORG, everybody))) == set(everybody)
    assert await store.write(lambda tx: set(tx.people.at("basma", everybody))) == set()
    assert not await store.write(lambda tx: tx.people.at(here, []))
