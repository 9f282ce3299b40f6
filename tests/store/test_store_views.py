from bot.ports.records import SavedView
from bot.ports.store import Store
from tests.store.values import two_staff


async def test_saved_lists_belong_to_one_account(store: Store) -> None:
    sara, omar = await two_staff(store)
    for who, name, address in (
        (sara, "b", "all"),
        (sara, "a", "mine"),
        (omar, "a", "waiting"),
        (sara, "b", "all?org=aoun"),
    ):
        view = SavedView(name=name, address=address)
        await store.write(lambda tx, who=who, view=view: tx.views.save(who, view))  # type: ignore[misc]
    of_sara = [SavedView(name="a", address="mine"), SavedView(name="b", address="all?org=aoun")]
    assert await store.write(lambda tx: tx.views.of(sara)) == of_sara
    assert await store.write(lambda tx: tx.views.drop(sara, "a"))
    assert not await store.write(lambda tx: tx.views.drop(sara, "a"))
    assert await store.write(lambda tx: tx.views.of(sara)) == of_sara[1:]
    assert len(await store.write(lambda tx: tx.views.of(omar))) == 1
