"""What a chat's page reads: the end of the transcript, and the cases of its person alone."""

from dataclasses import replace

from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_case, address, open_chat


async def test_the_newest_lines_before_an_id(store: Store) -> None:
    def work(tx: Transaction) -> tuple[str, list[int]]:
        chat, other = open_chat(tx), open_chat(tx, address("other"))
        tx.transcript.add(ORG, other, direction="in", text="elsewhere", at=NOW)
        return chat, [tx.transcript.add(ORG, chat, direction="in", text=str(n), at=NOW) for n in range(5)]

    chat, ids = await store.write(work)
    newest = await store.read.newest_lines(ORG, chat, limit=2)
    assert [line.id for line in newest] == [ids[4], ids[3]]
    earlier = await store.read.newest_lines(ORG, chat, before=newest[-1].id)
    assert [line.id for line in earlier] == [ids[2], ids[1], ids[0]]
    assert await store.read.newest_lines(ORG, chat, before=ids[0]) == []
    assert await store.read.newest_lines("basma", chat) == []


async def test_the_cases_of_one_person_over_their_chats(store: Store) -> None:
    def work(tx: Transaction) -> tuple[str, str]:
        here, elsewhere, stranger = (open_chat(tx, address(user)) for user in ("a", "b", "c"))
        person = tx.people.match_or_add(
            ORG, name=None, phone="+966500009876", national_id=None, iban=None, language="ar", now=NOW
        )
        tx.people.link(ORG, here, person)
        tx.cases.open(a_case(1, here))
        tx.cases.open(replace(a_case(2, elsewhere), person=person))
        tx.cases.open(a_case(3, stranger))
        return here, stranger

    here, stranger = await store.write(work)
    found = await store.read.cases_of(ORG, here)
    assert sorted(case.reference for case in found) == sorted(a_case(n, here).reference for n in (1, 2))
    assert [case.reference for case in await store.read.cases_of(ORG, stranger)] == [
        a_case(3, stranger).reference
    ]
    assert await store.read.cases_of("basma", here) == []
