"""`wasl person merge` and `part` on an installation's own database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.person import group
from bot.ports.store import Transaction
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from tests.store.databases import with_tables
from tests.store.values import NOW, ORG, address

IDS = ("1098765432", "1012345672")


@pytest.fixture
async def chats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Set an installation up in which two chats have people of different national IDs."""
    monkeypatch.setenv("WASL_DATA", str(tmp_path))
    ring = open_key_file(tmp_path / "keys.json")
    monkeypatch.setenv("WASL_KEY_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setenv("WASL_DATABASE_URL", f"sqlite:///{tmp_path / 'wasl.db'}")
    store = open_store(with_tables(tmp_path), ring)

    def work(tx: Transaction) -> tuple[str, str]:
        found = []
        for user, national_id in zip(("one", "two"), IDS, strict=True):
            chat = tx.conversations.open(address(user), language="ar", now=NOW).id
            person = tx.people.match_or_add(
                ORG, name=None, phone=None, national_id=national_id, iban=None, language="ar", now=NOW
            )
            tx.people.link(ORG, chat, person)
            found.append(chat)
        return found[0], found[1]

    try:
        return await store.write(work)
    finally:
        await store.close()


def test_two_chats_are_merged_and_parted(chats: tuple[str, str]) -> None:
    run = CliRunner().invoke
    refused = run(group, ["merge", *chats, "--yes"])
    assert (refused.exit_code, "--despite-ids" in refused.output) == (1, True)
    done = run(group, ["merge", *chats, "--yes", "--despite-ids"])
    assert done.exit_code == 0, done.output
    merge = json.loads(done.stdout)["merge"]
    assert run(group, ["merge", *chats, "--yes"]).exit_code == 1
    assert run(group, ["part", chats[0], merge]).exit_code == 0
    assert run(group, ["part", chats[0], merge]).exit_code == 1
    assert run(group, ["merge", chats[0], chats[0], "--yes"]).exit_code == 1
