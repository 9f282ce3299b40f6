"""The audit trail is read newest first, page by page, in the asker's organisations alone."""

from bot.ports.store import Store, Transaction
from bot.ports.store.auditing import Asked
from tests.store.values import ORG, later


def _fill(tx: Transaction) -> None:
    for number in range(6):
        tx.staff.audit(
            ORG if number % 3 else "banan",
            actor="staff-sara" if number % 2 else "staff-omar",
            action=f"did-{number}",
            subject=f"chat-{number // 2}",
            detail={"number": number},
            at=later(number // 2),  # two in the same moment
        )


async def _actions(store: Store, organisations: list[str], asked: Asked, limit: int = 100) -> list[str]:
    return [one.action for one in await store.read.audit(organisations, asked, limit=limit)]


async def test_entries_are_narrowed_and_stay_apart(store: Store) -> None:
    await store.write(_fill)
    everywhere = [ORG, "banan"]
    newest_first = [f"did-{number}" for number in (5, 4, 3, 2, 1, 0)]
    assert await _actions(store, everywhere, Asked()) == newest_first
    assert await _actions(store, [ORG], Asked()) == ["did-5", "did-4", "did-2", "did-1"]
    assert await _actions(store, everywhere, Asked(actor="staff-omar")) == ["did-4", "did-2", "did-0"]
    assert await _actions(store, everywhere, Asked(subject="chat-1")) == ["did-3", "did-2"]
    assert await _actions(store, everywhere, Asked(since=later(2))) == ["did-5", "did-4"]
    assert await _actions(store, [], Asked()) == []
    (entry,) = await store.read.audit([ORG], Asked(subject="chat-0"))
    assert (entry.organisation, entry.at, entry.detail) == (ORG, later(0), {"number": 1})


async def test_a_page_goes_on_where_the_last_one_ended(store: Store) -> None:
    await store.write(_fill)
    seen: list[str] = []
    asked = Asked()
    while page := await store.read.audit([ORG, "banan"], asked, limit=2):
        seen += [one.action for one in page]
        asked = Asked(older=page[-1].id)
    assert seen == [f"did-{number}" for number in (5, 4, 3, 2, 1, 0)]
