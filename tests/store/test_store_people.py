import asyncio
from datetime import timedelta

from bot.ports.records import Person, Question
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_chat, address, later

ID, OTHER_ID, PHONE, IBAN = "1012345672", "2012345679", "+966500000001", "SA0380000000608010167519"


async def known(store: Store, organisation: str = ORG, **given: str) -> str:
    fields = {name: given.get(name) for name in ("name", "phone", "national_id", "iban")}
    return await store.write(
        lambda tx: tx.people.match_or_add(organisation, **fields, language="ar", now=NOW)
    )


async def person(store: Store, id_: str) -> Person:
    found = await store.write(lambda tx: tx.people.get(ORG, id_))
    assert found is not None
    return found


async def test_a_person_is_found_by_national_id_before_phone(store: Store) -> None:
    first = await known(store, national_id=ID, phone=PHONE, name="نورة")
    assert await known(store, national_id=ID, phone="+966500000002") == first
    assert await known(store, phone=PHONE) == first
    assert await known(store, national_id=ID, organisation="basma") != first


async def test_a_phone_shared_by_two_ids_is_two_persons(store: Store) -> None:
    mother = await known(store, national_id=ID, phone=PHONE)
    son = await known(store, national_id=OTHER_ID, phone=PHONE)
    assert mother != son
    assert await known(store, national_id=OTHER_ID) == son


async def test_what_is_new_is_filled_in_and_nothing_is_lost(store: Store) -> None:
    first = await known(store, phone=PHONE, name="نورة")
    assert await known(store, phone=PHONE, national_id=ID, iban=IBAN) == first
    found = await person(store, first)
    assert (found.name, found.phone, found.national_id, found.iban) == ("نورة", PHONE, ID, IBAN)
    assert await known(store, national_id=ID) == first


async def test_what_is_known_is_not_changed_by_whoever_types_the_same_id(store: Store) -> None:
    first = await known(store, national_id=ID, name="نورة", phone=PHONE)
    assert await known(store, national_id=ID, name="سارة", phone="+966500000000", iban=IBAN) == first
    found = await person(store, first)
    assert (found.name, found.phone, found.iban) == ("نورة", PHONE, IBAN)


async def test_the_same_person_twice_at_once_is_one(store: Store) -> None:
    ids = await asyncio.gather(*(known(store, national_id=ID) for _ in range(8)))
    assert len(set(ids)) == 1


async def test_nobody_is_found_by_nothing(store: Store) -> None:
    assert await known(store, name="نورة") != await known(store, name="نورة")


async def test_an_erased_person_is_gone_with_the_links(store: Store) -> None:
    chat, id_ = await a_chat(store), await known(store, national_id=ID)
    await store.write(lambda tx: tx.people.link(ORG, chat, id_))
    linked = await store.read.conversation(ORG, chat)
    await store.write(lambda tx: tx.people.erase(ORG, id_))
    unlinked = await store.read.conversation(ORG, chat)
    assert linked is not None
    assert unlinked is not None
    assert (linked.person, unlinked.person) == (id_, None)
    assert await store.write(lambda tx: tx.people.get(ORG, id_)) is None
    assert await known(store, national_id=ID) != id_


async def test_tries_are_counted_within_their_time(store: Store) -> None:
    async def one(seconds: float, what: str = "track", whose: str = "chat-1") -> int:
        now = later(seconds)
        since = now - timedelta(seconds=60)
        return await store.write(lambda tx: tx.people.count_try(ORG, whose, what=what, since=since, now=now))

    assert [await one(0), await one(10), await one(65)] == [1, 2, 2]
    assert [await one(66, what="sign-in"), await one(66, whose="chat-2")] == [1, 1]


async def test_what_is_kept_of_a_conversation_can_be_exported(store: Store) -> None:
    chat = await a_chat(store)
    question = Question(
        organisation=ORG, conversation=chat, inbound="in-1", text="متى الرد", decision="offer", topic=None,
        offers=("review-time", "contact"), language="ar", at=NOW,
    )  # fmt: skip
    await store.write(lambda tx: tx.people.keep_consent(ORG, chat, version="n1", agreed=True, at=NOW))
    await store.write(lambda tx: tx.people.keep_rating(ORG, chat, stars=4, reason="سريع", at=NOW))
    await store.write(lambda tx: tx.people.keep_question(question))
    kept = await store.write(lambda tx: tx.people.kept(ORG, chat))
    assert kept["consents"] == [{"version": "n1", "agreed": True, "at": NOW.isoformat()}]
    assert kept["ratings"] == [{"stars": 4, "reason": "سريع", "at": NOW.isoformat()}]
    assert [row["text"] for row in kept["questions"]] == ["متى الرد"]
    assert await store.read.questions(ORG, since=NOW) == [question]
    assert await store.read.questions(ORG, since=later(1)) == []
    assert await store.read.questions("basma", since=NOW) == []


async def test_all_talks_of_a_person_are_one_transcript_read_in_pages(store: Store) -> None:
    id_ = await known(store, national_id=ID)
    chats = [await a_chat(store, address(user)) for user in ("first", "second", "stranger")]

    def write(tx: Transaction) -> None:
        for chat in chats[:2]:
            tx.people.link(ORG, chat, id_)
        for number in range(5):
            for chat in chats:
                tx.transcript.add(ORG, chat, direction="in", text=f"{number}", at=later(number))
        tx.conversations.heard(ORG, chats[1], at=later(5))

    await store.write(write)
    found = await store.read.of_person(ORG, id_)
    assert [chat.id for chat in found] == [chats[1], chats[0]]
    assert await store.read.of_person("basma", id_) == []
    newest = await store.read.newest_lines(ORG, chats[:2], limit=3)
    assert [(line.conversation, line.text) for line in newest] == [
        (chats[1], "3"), (chats[0], "4"), (chats[1], "4"),
    ]  # fmt: skip
    older = await store.read.newest_lines(ORG, chats[:2], before=newest[0].id, limit=100)
    assert len(older) == 7
    assert max(line.id for line in older) < newest[0].id
    assert await store.read.newest_lines("basma", chats) == []
