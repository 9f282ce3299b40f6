"""One-time links: found by their hash within their organisation, used once, gone with the conversation."""

from dataclasses import replace

from bot.messages import Attachment
from bot.ports.records import SecureLink
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_chat, later

HASH = "a" * 64


async def a_link(store: Store, hashed: str = HASH) -> SecureLink:
    link = SecureLink(
        organisation=ORG,
        conversation=await a_chat(store),
        token_hash=hashed,
        question="6a.national_id",
        created_at=NOW,
        expires_at=later(1800),
    )
    await store.write(lambda tx: tx.secure_links.add(link))
    return link


async def test_a_link_is_found_by_its_hash_in_its_organisation_alone(store: Store) -> None:
    link = await a_link(store)
    assert await store.write(lambda tx: tx.secure_links.find(ORG, HASH)) == link
    assert await store.write(lambda tx: tx.secure_links.find("basma", HASH)) is None
    assert await store.write(lambda tx: tx.secure_links.find(ORG, "b" * 64)) is None


async def test_a_link_is_used_once(store: Store) -> None:
    link = await a_link(store)
    assert not await store.write(lambda tx: tx.secure_links.use("basma", HASH, at=later(1)))
    used = [await store.write(lambda tx: tx.secure_links.use(ORG, HASH, at=later(5))) for _ in range(2)]
    assert used == [True, False]
    assert await store.write(lambda tx: tx.secure_links.find(ORG, HASH)) == replace(link, used_at=later(5))


async def test_old_links_are_dropped_and_all_of_a_forgotten_chat(store: Store) -> None:
    link = await a_link(store)
    await a_link(store, "c" * 64)
    drop = link.conversation
    assert await store.write(lambda tx: tx.secure_links.drop(ORG, drop, before=later(1800))) == 0
    assert await store.write(lambda tx: tx.secure_links.drop(ORG, drop, before=later(1801))) == 2
    await a_link(store)
    await store.write(lambda tx: tx.conversations.forget(ORG, drop))
    assert await store.write(lambda tx: tx.secure_links.find(ORG, HASH)) is None


async def test_files_that_nothing_names(store: Store) -> None:
    file = Attachment(key="1" * 64, name="id.png", media_type="image/png", size=1, kind="photo")
    chat = await a_chat(store)

    def work(tx: Transaction) -> None:
        tx.transcript.add(ORG, chat, direction="in", text="", at=NOW, attachments=(file,))

    await store.write(work)
    keys = [file.key, "2" * 64, "2" * 64]
    assert await store.write(lambda tx: list(tx.transcript.unnamed(keys))) == ["2" * 64]
