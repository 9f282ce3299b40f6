"""Files that nothing names are removed; whatever any table names, sealed or not, stays."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.db import group
from bot.messages import Attachment
from bot.ports.store import Store, Transaction
from bot.ports.store.shelf import ShelfVersion
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing, open_key_file
from bot.store.opening import open_store
from bot.store.sweeping import sweep
from tests.store.values import NOW, ORG, a_case, inbound, open_chat

TODAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG_AGO, RECENTLY = TODAY - timedelta(days=2), TODAY - timedelta(hours=23)
NAMED = ("line", "case", "shelf", "form", "arrival")  # what names a file: one of each


async def placed(folder: Path, ring: KeyRing, name: str, *, at: datetime = LONG_AGO) -> Attachment:
    """Store a file as if it had come at a time."""
    kept = await DiskFiles(folder, ring).put(name.encode(), name=f"{name}.txt")
    os.utime(folder / kept.key[:2] / kept.key, (at.timestamp(), at.timestamp()))
    return kept


def names(tx: Transaction, files: dict[str, Attachment]) -> None:
    """Name files in the rows in which they may stand."""
    chat = open_chat(tx)
    tx.transcript.add(ORG, chat, direction="in", text="", at=NOW, attachments=(files["line"],))
    tx.cases.open(replace(a_case(1, chat), attachments=(files["case"],)))
    tx.shelf.add(
        ShelfVersion(
            id=0, organisation=ORG, document="form", title={"ar": "نموذج"}, audience="public",
            file=files["shelf"], actor="sara", note="", at=NOW,
        )
    )  # fmt: skip
    state = json.dumps({"answers": {"scan": [{"key": files["form"].key}]}})
    tx.conversations.keep_state(ORG, chat, state=state, language="ar", topic=None)
    tx.inbox.accept(replace(inbound("1"), attachments=(files["arrival"],)), conversation=chat)


async def test_only_old_files_that_nothing_names_go(
    store: Store, url: str, ring: KeyRing, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    files = {name: await placed(folder, ring, name) for name in NAMED}
    await store.write(lambda tx: names(tx, files))
    lost = await placed(folder, ring, "lost")
    young = await placed(folder, ring, "young", at=RECENTLY)
    half = folder / lost.key[:2] / ".new-abc"
    half.write_bytes(b"half")
    os.utime(half, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    listed = sweep(url, ring, folder=folder, now=TODAY, removing=False)
    assert {name for name, _ in listed} == {lost.key, ".new-abc"}
    assert all(size > 0 for _, size in listed)
    assert len(list(DiskFiles.walk(folder))) == len(NAMED) + 2
    assert sweep(url, ring, folder=folder, now=TODAY) == listed
    left = {path.name for path in DiskFiles.walk(folder)}
    assert left == {young.key, *(each.key for each in files.values())}
    assert not half.exists()
    assert sweep(url, ring, folder=folder, now=TODAY) == ()


async def test_a_file_that_came_again_while_it_was_swept_stays(ring: KeyRing, tmp_path: Path) -> None:
    disk, before = DiskFiles(tmp_path, ring), (TODAY - timedelta(days=1)).timestamp()
    again = await placed(tmp_path, ring, "again")
    aside = await placed(tmp_path, ring, "aside")
    found = disk.forsaken(unnamed=set, before=before)
    await disk.put(b"again", name="again.txt")
    path = tmp_path / aside.key[:2] / aside.key
    path.rename(path.with_name(f".old-{aside.key}"))  # a sweep was killed here, and the next has not named it
    assert disk.sweep([each for each in found if each.name == again.key], before=before) == []
    assert (await disk.get(again.key), await disk.get(aside.key)) == (b"again", b"aside")


async def test_the_command_lists_first_and_then_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WASL_DATA", str(tmp_path))
    ring = open_key_file(tmp_path / "keys.json")
    await open_store(f"sqlite:///{tmp_path / 'wasl.db'}", ring).close()
    lost = await placed(tmp_path / "files", ring, "lost", at=datetime.now(UTC) - timedelta(days=3))
    run = CliRunner().invoke
    dry = run(group, ["sweep", "--dry-run"])
    assert json.loads(dry.stdout)["would_remove"] == 1
    assert lost.key in dry.stderr
    assert await DiskFiles(tmp_path / "files", ring).get(lost.key) == b"lost"
    assert json.loads(run(group, ["sweep"]).stdout)["removed"] == 1
    assert json.loads(run(group, ["sweep"]).stdout)["removed"] == 0
