from dataclasses import replace

from bot.ports.records import Improvement
from bot.ports.store import Store
from tests.store.values import NOW, ORG, later

ENTRY = Improvement(
    id=0, organisation=ORG, source="suggestion", origin="AOUN-2026-00001-1", finding="طول الانتظار",
    department="الاستقبال", owner="مشرف الاستقبال", due="2026-12-01", done="", state="open", said={}, did={},
    created_by="staff-sara", created_at=NOW, updated_at=NOW,
)  # fmt: skip


async def test_an_entry_is_kept_changed_and_published(store: Store) -> None:
    made = await store.write(lambda tx: tx.improvements.add(ENTRY))
    kept = await store.write(lambda tx: tx.improvements.get(ORG, made))
    assert kept == replace(ENTRY, id=made)
    assert await store.write(lambda tx: tx.improvements.get("basma", made)) is None
    assert await store.write(lambda tx: tx.improvements.published(ORG, limit=9)) == []

    shown = replace(
        kept, state="published", said={"ar": "طال الانتظار"}, did={"ar": "زدنا موظفًا"}, published_at=later(5),
        created_by="somebody else", origin="other",
    )  # fmt: skip
    await store.write(lambda tx: tx.improvements.change(shown))
    [read] = await store.write(lambda tx: tx.improvements.published(ORG, limit=9))
    assert (read.did, read.state, read.created_by, read.origin) == (
        {"ar": "زدنا موظفًا"}, "published", "staff-sara", "AOUN-2026-00001-1",
    )  # fmt: skip
    assert list(await store.read.improvements([ORG], published=True)) == [read]
    assert await store.read.improvements(["basma"]) == []


async def test_the_newest_come_first_and_only_so_many(store: Store) -> None:
    for number in range(4):
        entry = replace(ENTRY, finding=str(number), published_at=later(-number) if number else None)
        await store.write(lambda tx, entry=entry: tx.improvements.add(entry))  # type: ignore[misc]
    assert [one.finding for one in await store.read.improvements([ORG])] == ["3", "2", "1", "0"]
    shown = await store.write(lambda tx: tx.improvements.published(ORG, limit=2))
    assert [one.finding for one in shown] == ["1", "2"]


async def test_an_erased_case_is_not_named_any_more(store: Store) -> None:
    made = await store.write(lambda tx: tx.improvements.add(ENTRY))
    await store.write(lambda tx: tx.improvements.forget_origin("basma", ENTRY.origin, at=later(1)))
    await store.write(lambda tx: tx.improvements.forget_origin(ORG, ENTRY.origin, at=later(1)))
    kept = await store.write(lambda tx: tx.improvements.get(ORG, made))
    assert kept is not None
    assert (kept.origin, kept.finding) == ("", "طول الانتظار")
