from bot.ports.records import Draft
from bot.ports.store import Store
from tests.store.values import NOW, ORG, a_chat, later, two_staff


def draft(chat: str, staff: str, text: str, *, minutes: int = 0, key: str = "k") -> Draft:
    at = later(minutes) if minutes else NOW
    return Draft(organisation=ORG, conversation=chat, staff=staff, key=key, text=text, kept_at=at)


async def test_one_draft_for_each_member_of_staff_and_conversation(store: Store) -> None:
    chat, (sara, omar) = await a_chat(store), await two_staff(store)
    kept = [draft(chat, sara, "first"), draft(chat, omar, "his", minutes=1)]
    kept.append(draft(chat, sara, "second", minutes=2, key="k2"))
    for each in kept:
        await store.write(lambda tx, each=each: tx.drafts.keep(each))  # type: ignore[misc]
    assert await store.write(lambda tx: tx.drafts.of_conversation(ORG, chat)) == kept[1:]
    assert await store.write(lambda tx: tx.drafts.of_conversation("basma", chat)) == []
    await store.write(lambda tx: tx.drafts.drop("basma", chat, sara))
    await store.write(lambda tx: tx.drafts.drop(ORG, chat, omar))
    assert await store.write(lambda tx: tx.drafts.of_conversation(ORG, chat)) == kept[2:]
