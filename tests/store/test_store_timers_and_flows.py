from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_chat, address, later, open_chat


def names(tx: Transaction, seconds: float) -> list[str]:
    return [timer.name for timer in tx.timers.due(now=later(seconds), limit=10)]


async def test_timers_come_due_oldest_first(store: Store) -> None:
    def work(tx: Transaction) -> None:
        chat = open_chat(tx)
        tx.timers.set(ORG, chat, name="flow-expiry", due_at=later(60))
        tx.timers.set(ORG, chat, name="flow-reminder", due_at=later(30))
        tx.timers.set("basma", open_chat(tx, address("x", "basma")), name="other", due_at=later(10))

    await store.write(work)
    assert await store.write(lambda tx: names(tx, 5)) == []
    assert await store.write(lambda tx: names(tx, 30)) == ["other", "flow-reminder"]
    assert await store.write(lambda tx: names(tx, 99)) == ["other", "flow-reminder", "flow-expiry"]


async def test_a_timer_is_removed_by_one_alone(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: tx.timers.set(ORG, chat, name="flow-expiry", due_at=NOW))
    [timer] = await store.write(lambda tx: tx.timers.due(now=NOW, limit=10))
    assert not await store.write(lambda tx: tx.timers.remove("basma", timer.id))
    assert await store.write(lambda tx: tx.timers.remove(ORG, timer.id))
    assert not await store.write(lambda tx: tx.timers.remove(ORG, timer.id))


async def test_a_replaced_timer_cannot_be_run_by_its_old_id(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: tx.timers.set(ORG, chat, name="flow-expiry", due_at=NOW))
    [old] = await store.write(lambda tx: tx.timers.due(now=NOW, limit=10))
    await store.write(lambda tx: tx.timers.set(ORG, chat, name="flow-expiry", due_at=later(90)))
    assert not await store.write(lambda tx: tx.timers.remove(ORG, old.id))
    assert await store.write(lambda tx: names(tx, 90)) == ["flow-expiry"]


async def test_all_timers_of_a_chat_are_cleared(store: Store) -> None:
    def work(tx: Transaction) -> list[str]:
        mine, other = open_chat(tx), open_chat(tx, address("visitor-2"))
        tx.timers.set(ORG, mine, name="a", due_at=NOW)
        tx.timers.set(ORG, mine, name="b", due_at=NOW)
        tx.timers.set(ORG, other, name="c", due_at=NOW)
        tx.timers.clear(ORG, mine)
        return names(tx, 1)

    assert await store.write(work) == ["c"]


async def test_a_version_of_a_flow_is_kept_once(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.flows.keep(ORG, flow="support", version="v1", body='{"steps":[]}')
        tx.flows.keep(ORG, flow="support", version="v1", body="changed")
        tx.flows.keep(ORG, flow="support", version="v2", body="{}")
        tx.flows.keep("basma", flow="support", version="v3", body="{}")

    await store.write(work)
    assert await store.write(lambda tx: tx.flows.all(ORG)) == {"v1": '{"steps":[]}', "v2": "{}"}
