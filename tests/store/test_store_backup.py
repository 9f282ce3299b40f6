import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.messages import Attachment
from bot.ports.store import Store, Transaction
from bot.store.backup import backup, restore, verify
from bot.store.errors import BackupFaulty, CopyFailed, Unreadable, WrongKeys
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing, new_key
from bot.store.moving import move
from bot.store.opening import open_store
from tests.store.databases import fresh_database
from tests.store.values import NOW, ORG, a_case, account, address, inbound, open_chat, send

PERSON = {"name": "نورة", "phone": "+966500000001", "national_id": "1012345672", "iban": None}


def live(tx: Transaction, scan: Attachment) -> str:
    tx.staff.add(account("sara"))
    chat = open_chat(tx)
    tx.conversations.keep_state(ORG, chat, state="{}", language="ar", topic=None)
    tx.inbox.accept(inbound("1"), conversation=chat)
    send(tx, chat, "أهلًا")
    person = tx.people.match_or_add(ORG, **PERSON, language="ar", now=NOW)
    tx.people.link(ORG, chat, person)
    tx.cases.next_number(ORG, year=2026)
    tx.cases.open(replace(a_case(1, chat, person=person), attachments=(scan,)))
    tx.timers.set(ORG, chat, name="flow-expiry", due_at=NOW)
    tx.people.keep_consent(ORG, chat, version="n1", agreed=True, at=NOW)
    return chat


async def filled(store: Store, files: DiskFiles) -> str:
    scan = await files.put(b"%PDF-1.7 scan", name="هوية.pdf")
    return await store.write(lambda tx: live(tx, scan))


def questions(chat: str) -> tuple[Callable[[Store], Awaitable[object]], ...]:
    return (
        lambda store: store.read.conversation(ORG, chat),
        lambda store: store.read.lines(ORG, chat),
        lambda store: store.read.cases([ORG]),
        lambda store: store.read.counts(),
        lambda store: store.read.staff_names(),
        lambda store: store.write(lambda tx: tx.inbox.take(ORG, inbound("1").id)),
        lambda store: store.write(lambda tx: tx.timers.due(now=NOW, limit=9)),
        lambda store: store.write(lambda tx: tx.people.kept(ORG, chat)),
    )


async def same(one: Store, two: Store, chat: str) -> None:
    """Everything that can be read is equal, and writing goes on."""
    for question in questions(chat):
        assert await question(one) == await question(two)
    assert await two.write(lambda tx: tx.cases.next_number(ORG, year=2026)) == 2
    newest = (await two.read.lines(ORG, chat))[-1].id
    assert await two.write(lambda tx: tx.transcript.add(ORG, chat, direction="in", text="x", at=NOW)) > newest
    person = await two.write(lambda tx: tx.people.match_or_add(ORG, **PERSON, language="ar", now=NOW))
    row = await two.read.conversation(ORG, chat)
    assert row is not None
    assert row.person == person


@pytest.mark.parametrize("to", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_a_backup_is_restored_into_any_database(
    store: Store, url: str, ring: KeyRing, tmp_path: Path, to: str
) -> None:
    files = DiskFiles(tmp_path / "files", ring)
    chat = await filled(store, files)
    (tmp_path / "new").mkdir()
    kept = await asyncio.to_thread(backup, url, ring, files=tmp_path / "files", target=tmp_path / "backup")
    assert (kept.files, kept.absent, kept.rows["cases"]) == (1, (), 1)
    assert kept.keys == (ring.keys[0].id.hex(),)
    with fresh_database(to, tmp_path / "new") as new:
        await asyncio.to_thread(restore, tmp_path / "backup", new, ring, files=tmp_path / "new" / "files")
        restored = open_store(new, ring, upgrading=False)
        await same(store, restored, chat)
        [case] = await restored.read.cases([ORG])
        data = await DiskFiles(tmp_path / "new" / "files", ring).get(case.attachments[0].key)
        assert data == b"%PDF-1.7 scan"
        await restored.close()


async def test_a_backup_is_taken_while_others_write(tmp_path: Path, ring: KeyRing) -> None:
    url = f"sqlite:///{tmp_path / 'wasl.db'}"
    store = open_store(url, ring)

    async def write() -> None:
        for number in range(200):
            await store.write(lambda tx, n=number: open_chat(tx, address(f"v{n}")))  # type: ignore[misc]

    writing = asyncio.create_task(write())
    kept = await asyncio.to_thread(backup, url, ring, files=tmp_path / "files", target=tmp_path / "backup")
    await writing
    await store.close()
    assert 0 <= kept.rows["conversations"] <= 200


@pytest.fixture
async def taken(tmp_path: Path, ring: KeyRing) -> Path:
    """Take a backup of a filled installation."""
    url = f"sqlite:///{tmp_path / 'wasl.db'}"
    store = open_store(url, ring)
    await filled(store, DiskFiles(tmp_path / "files", ring))
    await store.close()
    backup(url, ring, files=tmp_path / "files", target=tmp_path / "backup")
    return tmp_path / "backup"


async def test_a_changed_backup_is_noticed(taken: Path, ring: KeyRing) -> None:
    body = bytearray((taken / "wasl.db").read_bytes())
    body[-1] ^= 1
    (taken / "wasl.db").write_bytes(body)
    with pytest.raises(BackupFaulty, match="changed"):
        verify(taken, ring)


async def test_a_missing_or_changed_file_is_noticed(taken: Path, ring: KeyRing) -> None:
    [path] = [path for path in (taken / "files").rglob("*") if path.is_file()]
    body = path.read_bytes()
    path.write_bytes(body[:-1] + b"x")
    with pytest.raises(Unreadable):
        verify(taken, ring)
    path.unlink()
    with pytest.raises(BackupFaulty, match="manifest"):
        verify(taken, ring)


async def test_a_backup_without_its_manifest_or_with_another_key_is_refused(
    taken: Path, ring: KeyRing
) -> None:
    with pytest.raises(WrongKeys):
        verify(taken, KeyRing((new_key(),)))
    (taken / "manifest.json").write_text(json.dumps({"schema": 1}))
    with pytest.raises(BackupFaulty, match="cannot be read"):
        verify(taken, ring)
    (taken / "manifest.json").unlink()
    with pytest.raises(BackupFaulty, match="missing"):
        verify(taken, ring)


async def test_nothing_is_written_over(taken: Path, ring: KeyRing, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'wasl.db'}"
    with pytest.raises(BackupFaulty, match="not empty"):
        backup(url, ring, files=tmp_path / "files", target=taken)
    with pytest.raises(BackupFaulty, match="exists"):
        restore(taken, url, ring, files=tmp_path / "elsewhere")
    with pytest.raises(BackupFaulty, match="not empty"):
        restore(taken, f"sqlite:///{tmp_path / 'x.db'}", ring, files=tmp_path / "files")
    with pytest.raises(BackupFaulty, match="no database"):
        backup(f"sqlite:///{tmp_path / 'none.db'}", ring, files=tmp_path / "files", target=tmp_path / "b2")


@pytest.mark.parametrize("to", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_everything_moves_to_another_database(
    store: Store, url: str, ring: KeyRing, tmp_path: Path, to: str
) -> None:
    chat = await filled(store, DiskFiles(tmp_path / "files", ring))
    (tmp_path / "new").mkdir()
    with fresh_database(to, tmp_path / "new") as new:
        rows = await asyncio.to_thread(move, url, new, ring)
        assert (rows["conversations"], rows["lines"], rows["staff_roles"]) == (1, 1, 1)
        with pytest.raises(CopyFailed, match="in use"):
            await asyncio.to_thread(move, url, new, ring)
        moved = open_store(new, ring, upgrading=False)
        await same(store, moved, chat)
        await moved.close()
