from datetime import timedelta
from pathlib import Path

from bot.authors.places import COMMON
from bot.authors.presence import LASTS, Presence
from bot.ports.store import Store
from bot.store.keys import KeyRing
from bot.store.opening import open_store
from tests.store.databases import with_tables
from tests.store.values import NOW, two_staff

TOPIC = "knowledge/common/review-time.yaml"
OWN = "knowledge/organisations/aoun/topics/gap-age.yaml"


async def test_who_has_a_file_open_is_told_on_another_process_until_they_leave_or_forget_it(
    store: Store, url: str, ring: KeyRing, tmp_path: Path
) -> None:
    sara, omar = await two_staff(store)
    elsewhere = open_store(with_tables(tmp_path) if url.startswith("sqlite") else url, ring)
    here, there = Presence(store=store), Presence(store=elsewhere)
    assert await here.enter(TOPIC, sara, now=NOW) == {}
    assert await there.enter(TOPIC, omar, now=NOW) == {sara: NOW}
    assert await there.enter(OWN, omar, now=NOW) == {}
    await there.leave(TOPIC, omar)
    again = NOW + timedelta(minutes=1)
    assert await here.enter(TOPIC, sara, now=again) == {}
    assert await there.enter(TOPIC, omar, now=again + LASTS) == {sara: again}
    assert await there.enter(TOPIC, omar, now=again + LASTS + timedelta(seconds=1)) == {}
    await elsewhere.close()


async def test_what_is_forgotten_leaves_no_row(store: Store) -> None:
    sara, omar = await two_staff(store)
    presence = Presence(store=store)
    await presence.enter(TOPIC, sara, now=NOW)
    await presence.enter(OWN, omar, now=NOW + 2 * LASTS)
    assert await store.write(lambda tx: tx.editing.at("aoun", OWN)) == {omar: NOW + 2 * LASTS}
    await presence.enter(TOPIC, omar, now=NOW + 2 * LASTS)
    kept = await store.write(lambda tx: tx.editing.at(COMMON, TOPIC))
    assert list(kept) == [omar]
