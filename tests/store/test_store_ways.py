from bot.ports.store import Store
from tests.store.values import NOW, ORG, address, later, open_chat


async def test_the_newest_choice_of_all_tied_chats_comes_first(store: Store) -> None:
    one, two, three = [
        await store.write(lambda tx, name=name: open_chat(tx, address(name)))  # type: ignore[misc]
        for name in ("a", "b", "c")
    ]
    await store.write(lambda tx: tx.ways.choose(ORG, one, way="call", hours="morning", at=NOW))
    assert [way.way for way in await store.write(lambda tx: tx.ways.of(ORG, one))] == ["call"]
    assert await store.write(lambda tx: tx.ways.of(ORG, two)) == []
    await store.write(lambda tx: tx.ways.tie(ORG, one, two))
    await store.write(lambda tx: tx.ways.choose(ORG, two, way="here", hours="evening", at=later(1)))
    found = await store.write(lambda tx: tx.ways.of(ORG, one))
    assert [(way.conversation, way.way, way.hours) for way in found] == [
        (two, "here", "evening"),
        (one, "call", "morning"),
    ]
    await store.write(lambda tx: tx.ways.tie(ORG, three, one))
    tied = await store.write(lambda tx: tx.ways.tied(ORG, two))
    assert {chat.id for chat in tied} == {one, three}
    assert await store.write(lambda tx: tx.ways.tied("basma", two)) == []


async def test_two_ties_become_one_and_a_chat_leaves_it(store: Store) -> None:
    chats = [
        await store.write(lambda tx, name=name: open_chat(tx, address(name)))  # type: ignore[misc]
        for name in "abcd"
    ]
    await store.write(lambda tx: tx.ways.tie(ORG, chats[0], chats[1]))
    await store.write(lambda tx: tx.ways.tie(ORG, chats[2], chats[3]))
    await store.write(lambda tx: tx.ways.tie(ORG, chats[1], chats[2]))
    assert len(await store.write(lambda tx: tx.ways.tied(ORG, chats[0]))) == 3
    assert await store.write(lambda tx: tx.ways.untie(ORG, chats[0]))
    assert not await store.write(lambda tx: tx.ways.untie(ORG, chats[0]))
    assert await store.write(lambda tx: tx.ways.tied(ORG, chats[0])) == []
    assert len(await store.write(lambda tx: tx.ways.tied(ORG, chats[3]))) == 2


async def test_who_has_their_data_erased_is_tied_to_nothing(store: Store) -> None:
    one = await store.write(lambda tx: open_chat(tx, address("a")))
    two = await store.write(lambda tx: open_chat(tx, address("b")))
    await store.write(lambda tx: tx.ways.tie(ORG, one, two))
    await store.write(lambda tx: tx.conversations.forget(ORG, one))
    assert await store.write(lambda tx: tx.ways.tied(ORG, two)) == []
    assert await store.write(lambda tx: tx.ways.of(ORG, one)) == []
