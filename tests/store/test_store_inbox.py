from bot.messages import Attachment, Location
from bot.ports.store import Store, Transaction
from tests.store.values import HERE, NOW, ORG, a_chat, address, inbound, open_chat


async def test_the_same_arrival_is_kept_once(store: Store) -> None:
    chat = await a_chat(store)
    kept = [
        await store.write(lambda tx: tx.inbox.accept(inbound("7"), conversation=chat)),
        await store.write(lambda tx: tx.inbox.accept(inbound("7"), conversation=chat)),
    ]
    assert kept == [True, False]
    assert (await store.read.counts())["inbox"] == 1


async def test_the_same_external_id_of_two_organisations_is_two_arrivals(store: Store) -> None:
    there = address("visitor-1", "basma")

    def work(tx: Transaction) -> list[bool]:
        return [
            tx.inbox.accept(inbound("7"), conversation=open_chat(tx)),
            tx.inbox.accept(inbound("7", to=there), conversation=open_chat(tx, there)),
        ]

    assert await store.write(work) == [True, True]


async def test_an_arrival_comes_back_whole(store: Store) -> None:
    photo = Attachment(key="a" * 64, name="هوية.jpg", media_type="image/jpeg", size=9, kind="photo")
    sent = inbound("1")
    sent = type(sent)(
        id=sent.id, address=HERE, external_id="1", received_at=NOW, text="مرفق", choice="pick:x:y",
        attachments=(photo,), location=Location(latitude=21.4, longitude=39.8, label="مكة"),
    )  # fmt: skip
    chat = await a_chat(store)
    await store.write(lambda tx: tx.inbox.accept(sent, conversation=chat))
    received = await store.write(lambda tx: tx.inbox.take(ORG, sent.id))
    assert received is not None
    assert received.inbound == sent
    assert (received.conversation, received.status, received.attempts) == (chat, "new", 0)


async def test_an_arrival_waits_for_its_elders(store: Store) -> None:
    def arrive(tx: Transaction) -> None:
        chat, other = open_chat(tx), open_chat(tx, address("visitor-2"))
        for external in ("1", "2", "3"):
            tx.inbox.accept(inbound(external), conversation=chat)
        tx.inbox.accept(inbound("4", to=address("visitor-2")), conversation=other)

    def take(tx: Transaction) -> list[bool]:
        ids = [inbound("1").id, inbound("2").id, inbound("3").id, inbound("4", to=address("visitor-2")).id]
        return [tx.inbox.take(ORG, id_) is not None for id_ in ids]

    await store.write(arrive)
    assert await store.write(take) == [True, False, False, True]
    await store.write(lambda tx: tx.inbox.done(ORG, inbound("1").id, at=NOW))
    assert await store.write(take) == [False, True, False, True]
    await store.write(lambda tx: tx.inbox.failed(ORG, inbound("2").id, error="broke", at=NOW))
    assert await store.write(take) == [False, False, True, True]


async def test_an_arrival_of_another_organisation_is_not_taken(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: tx.inbox.accept(inbound("1"), conversation=chat))
    assert await store.write(lambda tx: tx.inbox.take("basma", inbound("1").id)) is None


async def test_pending_arrivals_are_listed_oldest_first(store: Store) -> None:
    chat = await a_chat(store)
    for external in ("b", "a", "c"):
        await store.write(lambda tx, e=external: tx.inbox.accept(inbound(e), conversation=chat))  # type: ignore[misc]
    await store.write(lambda tx: tx.inbox.done(ORG, inbound("b").id, at=NOW))
    pending = await store.write(lambda tx: tx.inbox.pending(limit=10))
    assert pending == [(ORG, chat, inbound("a").id), (ORG, chat, inbound("c").id)]
    assert await store.write(lambda tx: tx.inbox.pending(limit=1)) == pending[:1]


async def test_a_failed_arrival_keeps_its_payload_for_staff(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: tx.inbox.accept(inbound("1"), conversation=chat))
    await store.write(lambda tx: tx.inbox.failed(ORG, inbound("1").id, error="KeyError", at=NOW))
    [failed] = await store.read.failed_arrivals([ORG])
    assert (failed.inbound, failed.status, failed.attempts) == (inbound("1"), "failed", 1)
    assert await store.read.failed_arrivals(["basma"]) == []
