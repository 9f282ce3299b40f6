"""Keys are rotated, everything is sealed anew, and the old key goes: on both databases, over kills."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.ports.store import Transaction
from bot.store.errors import KeyFileFaulty, StillSealed, Unreadable, WrongKeys
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing, WatchedKeyRing, keep_keys, new_key, open_key_file, rotate_key_file
from bot.store.opening import engine_for, open_store
from bot.store.resealing import left, reseal, retire
from tests.store.test_store_encryption import SECRETS, fill
from tests.store.values import NOW, ORG

PEOPLE = 7
SCAN = b"%PDF-1.7 scan"
KILLED = """
import os, signal, sys
from pathlib import Path
from bot.store.keys import open_key_file
from bot.store.resealing import reseal

seen = []

def told(what, count):
    seen.append(count)
    if len(seen) == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

reseal(sys.argv[1], open_key_file(Path(sys.argv[2])), files=Path(sys.argv[3]), batch=2, told=told)
"""


def person(number: int) -> dict[str, str]:
    return {**SECRETS, "national_id": f"10987654{number:02}", "phone": f"+9665000098{number:02}"}


def fill_many(tx: Transaction) -> list[str]:
    fill(tx)
    return [tx.people.match_or_add(ORG, **person(number), language="ar", now=NOW) for number in range(PEOPLE)]


async def installed(url: str, tmp_path: Path) -> list[str]:
    """Fill an installation under its first key; returns ids of persons."""
    ring = open_key_file(tmp_path / "keys")
    store = open_store(url, ring)
    await DiskFiles(tmp_path / "files", ring).put(SCAN, name="a.pdf")
    people = await store.write(fill_many)
    await store.close()
    return people


async def all_is_there(url: str, ring: KeyRing, folder: Path, people: list[str]) -> None:
    """Read everybody, and find each again by what identifies them."""
    store = open_store(url, ring)
    try:
        for number, known in enumerate(people):
            found = await store.write(lambda tx, known=known: tx.people.get(ORG, known))  # type: ignore[misc]
            assert found is not None
            assert found.national_id == person(number)["national_id"]
            again = await store.write(
                lambda tx, n=number: tx.people.match_or_add(ORG, **person(n), language="ar", now=NOW)  # type: ignore[misc]
            )
            assert again == known
        [case] = await store.read.cases([ORG])
        assert case.answers == SECRETS
        assert DiskFiles(folder, ring).check_all()
    finally:
        await store.close()


def kill_after(url: str, tmp_path: Path, batches: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, url, str(tmp_path / "keys"), str(tmp_path / "files"), str(batches)],
        check=False,
        cwd=Path(__file__).parents[2],
        env=os.environ,
    )
    assert ended.returncode == -9


def counted(url: str) -> Mapping[bytes, int]:
    """Count persons by the key that sealed their national ID."""
    engine = engine_for(make_url(url))
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT substr(national_id, 2, 4), count(*) FROM persons GROUP BY 1"))
        found = {bytes(row[0]): row[1] for row in rows}
    engine.dispose()
    return found


async def test_everything_is_sealed_anew_over_kills_and_the_old_key_goes(url: str, tmp_path: Path) -> None:
    people = await installed(url, tmp_path)
    files, keys = tmp_path / "files", tmp_path / "keys"
    [old] = open_key_file(keys).keys
    ring = rotate_key_file(keys)
    before = left(url, ring, files=files)
    assert before.any
    assert before.files == 1
    with pytest.raises(StillSealed, match="reseal"):
        retire(url, keys, files=files)
    kill_after(url, tmp_path, batches=2)  # in the middle of the persons
    assert set(counted(url)) == {old.id, ring.keys[0].id}
    await all_is_there(url, ring, files, people)
    kill_after(url, tmp_path, batches=1)
    assert reseal(url, ring, files=files)
    assert reseal(url, ring, files=files) == {}
    assert set(counted(url)) == {ring.keys[0].id}
    assert not left(url, ring, files=files).any
    assert [key.id for key in retire(url, keys, files=files)] == [old.id]
    only = open_key_file(keys)
    assert len(only.keys) == 1
    await all_is_there(url, only, files, people)
    with pytest.raises(WrongKeys):
        open_store(url, KeyRing((old,)))


async def test_a_running_store_uses_the_new_key_at_once(url: str, tmp_path: Path) -> None:
    path = tmp_path / "keys"
    ring = WatchedKeyRing(path)
    store = open_store(url, ring)
    first = await store.write(lambda tx: tx.people.match_or_add(ORG, **person(1), language="ar", now=NOW))
    rotated = rotate_key_file(path)
    await asyncio.to_thread(reseal, url, rotated, files=tmp_path / "files")
    again = await store.write(lambda tx: tx.people.match_or_add(ORG, **person(1), language="ar", now=NOW))
    second = await store.write(lambda tx: tx.people.match_or_add(ORG, **person(2), language="ar", now=NOW))
    await asyncio.to_thread(retire, url, path, files=tmp_path / "files")
    found = await store.write(lambda tx: tx.people.get(ORG, second))
    await store.close()
    assert again == first
    assert found is not None
    assert set(counted(url)) == {rotated.keys[0].id}


@pytest.mark.postgres
async def test_a_row_that_another_transaction_holds_is_met_again(postgres: str, tmp_path: Path) -> None:
    people = await installed(postgres, tmp_path)
    ring = rotate_key_file(tmp_path / "keys")
    engine = engine_for(make_url(postgres))
    with engine.begin() as connection:
        connection.execute(text("SELECT id FROM persons WHERE id = :id FOR UPDATE"), {"id": people[3]})
        passed = threading.Event()

        def told(what: str, _count: int) -> None:
            if what == "persons":
                passed.set()

        work = asyncio.create_task(
            asyncio.to_thread(reseal, postgres, ring, files=tmp_path / "files", told=told)
        )
        assert await asyncio.to_thread(passed.wait, 30)
        assert sorted(counted(postgres).values()) == [1, PEOPLE]
        assert not work.done()
    await work
    engine.dispose()
    assert set(counted(postgres)) == {ring.keys[0].id}


async def test_a_value_whose_key_is_missing_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'wasl.db'}"
    people = await installed(url, tmp_path)
    ring = rotate_key_file(tmp_path / "keys")
    reseal(url, ring, files=tmp_path / "files")
    engine = engine_for(make_url(url))
    stranger = KeyRing((new_key(),)).seal(b"x", b"persons.name")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE persons SET name = :x WHERE id = :id"), {"x": stranger, "id": people[0]}
        )
    engine.dispose()
    with pytest.raises(Unreadable, match="not in the key file"):
        reseal(url, ring, files=tmp_path / "files")
    with pytest.raises(StillSealed):
        retire(url, tmp_path / "keys", files=tmp_path / "files")
    assert len(open_key_file(tmp_path / "keys").keys) == 2


def test_a_half_written_key_file_does_not_stop_a_rotation(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    open_key_file(path)
    (tmp_path / "keys.new").write_text("half")
    assert len(rotate_key_file(path).keys) == 2
    keep_keys(tmp_path / "kept", open_key_file(path).keys[1:])
    assert len(open_key_file(tmp_path / "kept").keys) == 1
    with pytest.raises(KeyFileFaulty, match="another name"):
        keep_keys(tmp_path / "kept", ())


def test_a_watched_file_that_is_gone_or_unfit_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    ring = WatchedKeyRing(path)
    sealed = ring.seal(b"x", b"a")
    path.write_text("unfit")
    assert ring.open(sealed, b"a") == b"x"
    path.unlink()
    assert ring.open(sealed, b"a") == b"x"
