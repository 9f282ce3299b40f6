from dataclasses import replace

from bot.messages import Attachment
from bot.ports.store import Store
from bot.ports.store.shelf import ShelfVersion
from tests.store.values import NOW, ORG, later

FILE = Attachment(key="a" * 64, name="طلب.pdf", media_type="application/pdf", size=4, kind="document")
FIRST = ShelfVersion(
    id=0, organisation=ORG, document="request-form", title={"ar": "نموذج", "en": "Form"}, audience="staff",
    file=FILE, actor="amal", note="", at=NOW,
)  # fmt: skip


async def kept(store: Store, version: ShelfVersion) -> ShelfVersion:
    number = await store.write(lambda tx: tx.shelf.add(version))
    return replace(version, id=number)


async def test_every_version_stays_and_the_newest_is_in_force(store: Store) -> None:
    first = await kept(store, FIRST)
    other = await kept(store, replace(FIRST, document="bylaws"))
    second = await kept(
        store, replace(FIRST, audience="public", file=replace(FILE, key="b" * 64), note="شعار", at=later(5))
    )
    foreign = await kept(store, replace(FIRST, organisation="basma"))
    assert await store.write(lambda tx: tx.shelf.all(ORG)) == [second, other, first]
    assert await store.write(lambda tx: tx.shelf.newest(ORG, "request-form")) == second
    assert await store.write(lambda tx: tx.shelf.newest(ORG, "guide")) is None
    assert await store.read.shelf(ORG) == [second, other]
    assert await store.read.shelf("basma") == [foreign]
    assert await store.read.shelf("miras") == []


async def test_a_file_on_the_shelf_is_named_for_ever(store: Store) -> None:
    await kept(store, FIRST)
    await kept(store, replace(FIRST, audience="withdrawn"))
    assert await store.write(lambda tx: tx.transcript.unnamed([FILE.key, "c" * 64])) == ["c" * 64]
