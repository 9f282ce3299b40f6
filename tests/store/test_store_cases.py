import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.engine.reference import make
from bot.messages import Attachment
from bot.ports.records import Overdue, Stretch
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_case, a_chat, address, later, open_chat

SCAN = Attachment(key="c" * 64, name="هوية.pdf", media_type="application/pdf", size=7, kind="document")


async def test_numbers_have_no_gaps_and_no_doubles(store: Store) -> None:
    numbers = await asyncio.gather(
        *(store.write(lambda tx: tx.cases.next_number(ORG, year=2026)) for _ in range(20))
    )
    assert sorted(numbers) == list(range(1, 21))
    assert await store.write(lambda tx: tx.cases.next_number(ORG, year=2027)) == 1
    assert await store.write(lambda tx: tx.cases.next_number("basma", year=2026)) == 1


async def test_a_number_that_was_rolled_back_is_given_again(store: Store) -> None:
    def broken(tx: Transaction) -> None:
        tx.cases.next_number(ORG, year=2026)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(broken)
    assert await store.write(lambda tx: tx.cases.next_number(ORG, year=2026)) == 1


async def test_a_case_comes_back_whole(store: Store) -> None:
    chat = await a_chat(store)
    case = replace(a_case(1, chat), attachments=(SCAN,))
    await store.write(lambda tx: tx.cases.open(case))
    assert await store.write(lambda tx: tx.cases.find(ORG, case.reference)) == case
    assert await store.read.case(ORG, case.reference) == case
    assert await store.read.case("basma", case.reference) is None


async def test_a_reference_is_given_once(store: Store) -> None:
    await store.write(lambda tx: tx.cases.open(a_case(1, None)))
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: tx.cases.open(a_case(1, None)))


async def test_cases_of_a_conversation_and_of_its_person(store: Store) -> None:
    def work(tx: Transaction) -> str:
        chat, other = open_chat(tx), open_chat(tx, address("visitor-2"))
        person = tx.people.match_or_add(
            ORG, name=None, phone="+966500000001", national_id=None, iban=None, language="ar", now=NOW
        )
        tx.people.link(ORG, chat, person)
        tx.cases.open(a_case(1, chat))
        tx.cases.open(a_case(2, other, person=person))
        tx.cases.open(a_case(3, other))
        return chat

    chat = await store.write(work)
    cases = await store.write(lambda tx: tx.cases.of_conversation(ORG, chat))
    assert [case.reference for case in cases] == ["AOUN-2026-00002-7", "AOUN-2026-00001-7"]
    assert await store.write(lambda tx: tx.cases.of_conversation("basma", chat)) == []


async def test_the_history_is_kept_in_order(store: Store) -> None:
    case = a_case(1, None)

    def work(tx: Transaction) -> None:
        tx.cases.open(case)
        tx.cases.add_step(ORG, case.id, at=NOW, actor="person", action="opened", detail={})
        tx.cases.add_step(ORG, case.id, at=later(9), actor="staff-1", action="moved", detail={"to": "اللجنة"})
        tx.cases.set_stage(ORG, case.id, stage="committee", at=later(9))

    await store.write(work)
    steps = await store.read.case_steps(ORG, case.id)
    assert [(step.actor, step.action, step.detail) for step in steps] == [
        ("person", "opened", {}),
        ("staff-1", "moved", {"to": "اللجنة"}),
    ]
    found = await store.read.case(ORG, case.reference)
    assert found is not None
    assert (found.stage, found.updated_at) == ("committee", later(9))


async def test_cases_are_listed_newest_first_and_by_kind(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number, kind in ((1, "complaint"), (2, "support-request"), (3, "complaint")):
            tx.cases.open(a_case(number, None, kind=kind))

    await store.write(work)
    assert [case.reference[10:15] for case in await store.read.cases([ORG])] == ["00003", "00002", "00001"]
    complaints = await store.read.cases([ORG], kind="complaint", limit=1)
    assert [case.reference[10:15] for case in complaints] == ["00003"]
    assert await store.read.cases(["basma"]) == []


async def many(store: Store, count: int) -> list[str]:
    """Keep so many cases, each a second older in its stage than the one before; return their ids."""
    made = [replace(a_case(number, None), stage_since=later(-number)) for number in range(1, count + 1)]

    def work(tx: Transaction) -> None:
        for case in made:
            tx.cases.open(case)

    await store.write(work)
    return [case.id for case in made]


@pytest.mark.parametrize("longest", [False, True])
async def test_cases_are_turned_over_page_by_page(store: Store, *, longest: bool) -> None:
    made = await many(store, 23)
    seen: list[str] = []
    while page := await store.read.cases([ORG], longest=longest, limit=5, older=seen[-1] if seen else ""):
        seen += [case.id for case in page]
    assert seen == made[::-1]


async def test_cases_of_one_second_are_turned_over_too(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number in range(1, 8):
            tx.cases.open(replace(a_case(number, None), opened_at=NOW, stage_since=NOW))

    await store.write(work)
    for longest in (False, True):
        seen: list[str] = []
        while page := await store.read.cases([ORG], longest=longest, limit=2, older=seen[-1] if seen else ""):
            seen += [case.id for case in page]
        assert len(seen) == len(set(seen)) == 7


async def test_late_cases_are_found_behind_many_that_are_not(store: Store) -> None:
    await many(store, 201)
    late = replace(a_case(900, None, kind="complaint"), stage_since=later(-50))
    await store.write(lambda tx: tx.cases.open(late))
    stretches: tuple[Stretch, ...] = ((None, later(-999)), (later(-50), later(-49)))
    overdue = {ORG: [Overdue(kind="complaint", stage="received", since=stretches)]}
    found = await store.read.cases([ORG], late=overdue, longest=True)
    assert [case.id for case in found] == [late.id]
    assert [(each.by, each.rows) for each in await store.read.figures.late(overdue)] == [
        ((ORG, "complaint", "received"), 1)
    ]
    for stretch in ((None, later(-50)), (later(-49), later(0))):
        none = {ORG: [Overdue(kind="complaint", stage="received", since=(stretch,))]}
        assert await store.read.cases([ORG], late=none) == []
    assert await store.read.cases([ORG], late={}) == []


async def test_a_case_is_found_by_reference_name_or_phone(store: Store) -> None:
    await many(store, 201)

    def work(tx: Transaction) -> None:
        person = tx.people.match_or_add(
            ORG, name="نورة أحمد السالم", phone="+966501234567", national_id=None, iban=None, language="ar",
            now=NOW,
        )  # fmt: skip
        chat = open_chat(tx, address("visitor-9"))
        tx.people.link(ORG, chat, person)
        tx.cases.open(replace(a_case(901, chat), opened_at=later(-999), reference=make(ORG, 2025, 1)))
        tx.cases.open(replace(a_case(902, None, person=person), opened_at=later(-998)))

    await store.write(work)

    async def found(query: str, organisation: str = ORG) -> list[str]:
        return [case.reference[5:15] for case in await store.read.cases([organisation], query=query)]

    both = ["2026-00902", "2025-00001"]
    for query in ("نوره السالم", "احمد", "0501234567", "+966 50 123 4567", "٠٥٠١٢٣٤٥٦٧"):
        assert await found(query) == both, query
    for query in (make(ORG, 2025, 1), make(ORG, 2025, 1).replace("-", " "), "aoun-2025"):
        assert await found(query) == both[1:], query
    for query in ("سارة", "0501234568", "basma-2025", "؟"):
        assert await found(query) == [], query
    assert await found("نورة", "basma") == []
    assert len(await found("aoun-2026")) == 200
