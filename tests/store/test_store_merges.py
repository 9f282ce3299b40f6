"""Two records of one person become one, and are parted again, on every database."""

from bot.ports.records import Merge, Person
from bot.ports.store import Store, Transaction
from tests.store.test_store_people import ID, OTHER_ID, PHONE, known, person
from tests.store.values import NOW, ORG, a_case, a_chat, address, later

OTHER_PHONE = "+966500000002"


async def two(store: Store, **other: str) -> tuple[str, str, str, str]:
    """Return ids of two persons and of a conversation of each; the second has a case."""
    first = await known(store, national_id=ID)
    second = await known(store, **({"phone": PHONE, "name": "نورة"} | other))
    chats = [await a_chat(store, address(user)) for user in ("one", "two")]

    def work(tx: Transaction) -> None:
        for chat, id_ in zip(chats, (first, second), strict=True):
            tx.people.link(ORG, chat, id_)
        tx.cases.open(a_case(1, chats[1], person=second))
        tx.people.keep_consent(ORG, chats[1], version="n1", agreed=True, at=NOW)

    await store.write(work)
    return first, second, chats[0], chats[1]


async def merged(store: Store, kept: str, gone: str, at: float = 0) -> Merge:
    records: list[Person] = [await person(store, one) for one in (kept, gone)]
    return await store.write(lambda tx: tx.merges.merge(ORG, *records, actor="staff-sara", now=later(at)))


async def test_what_was_the_others_belongs_to_who_was_kept(store: Store) -> None:
    kept, gone, one, other = await two(store)
    merge = await merged(store, kept, gone)
    assert merge.conversations == (other,)
    assert set(merge.filled) == {"phone", "name"}
    assert {chat.id for chat in await store.read.of_person(ORG, kept)} == {one, other}
    assert await store.read.of_person(ORG, gone) == []
    cases = await store.write(lambda tx: tx.cases.of_conversation(ORG, one))
    assert [case.person for case in cases] == [kept]
    consents = await store.write(lambda tx: tx.people.kept(ORG, other))
    assert len(consents["consents"]) == 1
    assert (await person(store, kept)).name == "نورة"
    assert await store.write(lambda tx: tx.merges.get(ORG, merge.id)) == merge
    assert await store.write(lambda tx: tx.merges.get("basma", merge.id)) is None
    assert await store.write(lambda tx: tx.merges.of_person(ORG, kept)) == [merge]


async def test_the_others_number_leads_to_who_was_kept(store: Store) -> None:
    kept, gone, _, _ = await two(store)
    await store.write(lambda tx: tx.people.match_or_add(
        ORG, name=None, phone=OTHER_PHONE, national_id=ID, iban=None, language="ar", now=NOW
    ))  # fmt: skip
    await merged(store, kept, gone)
    assert (await person(store, kept)).phone == OTHER_PHONE
    assert await known(store, phone=PHONE) == kept


async def test_a_merge_is_undone_whole_and_once(store: Store) -> None:
    kept, gone, one, other = await two(store)
    merge = await merged(store, kept, gone)
    assert await store.write(lambda tx: tx.merges.undo(merge, now=later(1)))
    assert not await store.write(lambda tx: tx.merges.undo(merge, now=later(2)))
    assert [chat.id for chat in await store.read.of_person(ORG, kept)] == [one]
    assert [chat.id for chat in await store.read.of_person(ORG, gone)] == [other]
    cases = await store.write(lambda tx: tx.cases.of_conversation(ORG, other))
    assert [case.person for case in cases] == [gone]
    found = await person(store, kept)
    assert (found.name, found.phone, found.national_id) == (None, None, ID)
    assert await known(store, phone=PHONE) == gone
    assert await store.write(lambda tx: tx.merges.of_person(ORG, kept)) == []


async def test_of_two_merges_the_later_is_undone_first(store: Store) -> None:
    kept, gone, _, _ = await two(store)
    third = await known(store, national_id=OTHER_ID)
    first = await merged(store, kept, gone)
    second = await merged(store, third, kept, at=1)
    assert second.repointed == (gone,)
    assert await known(store, phone=PHONE) == third
    assert not await store.write(lambda tx: tx.merges.undo(first, now=later(2)))
    assert await store.write(lambda tx: tx.merges.undo(second, now=later(3)))
    assert await known(store, phone=PHONE) == kept
    assert await store.write(lambda tx: tx.merges.undo(first, now=later(4)))
    assert await known(store, phone=PHONE) == gone


async def test_who_may_be_the_same_is_found_by_number_and_by_folded_name(store: Store) -> None:
    one = await known(store, name="أحمد العتيبي", phone=PHONE)
    other = await known(store, name="احمد العتيبى", national_id=ID)
    await known(store, name="خالد", national_id=OTHER_ID)
    await known(store, name="أحمد العتيبي", organisation="basma")
    record = await person(store, one)
    assert [found.id for found in await store.write(lambda tx: tx.merges.alike(ORG, record))] == [other]
    by_phone = await store.write(lambda tx: tx.merges.with_number(ORG, phone=PHONE, digits=""))
    by_id = await store.write(lambda tx: tx.merges.with_number(ORG, phone=None, digits=ID))
    assert ([found.id for found in by_phone], [found.id for found in by_id]) == ([one], [other])


async def test_erasing_takes_the_other_record_along(store: Store) -> None:
    kept, gone, _, _ = await two(store)
    merge = await merged(store, kept, gone)
    await store.write(lambda tx: tx.people.erase(ORG, kept))
    for one in (kept, gone):
        assert await store.write(lambda tx, one=one: tx.people.get(ORG, one)) is None  # type: ignore[misc]
    assert await store.write(lambda tx: tx.merges.get(ORG, merge.id)) is None
