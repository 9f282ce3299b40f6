"""`wasl outreach` on an installation's own database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.outreach import group
from bot.content.cache import usual_folder
from bot.ports.store import Transaction
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from tests.store.databases import with_tables
from tests.store.test_store_outreach import a_campaign
from tests.store.values import NOW, ORG, open_chat

pytestmark = [pytest.mark.timeout(600)]


@pytest.fixture
async def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set an installation up with a campaign that is being sent, to one person who waits."""
    monkeypatch.setenv("WASL_DATA", str(tmp_path))
    usual_folder().mkdir(parents=True, exist_ok=True)
    (tmp_path / "models").symlink_to(usual_folder())
    monkeypatch.setenv("WASL_KEY_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setenv("WASL_DATABASE_URL", f"sqlite:///{tmp_path / 'wasl.db'}")
    store = open_store(with_tables(tmp_path), open_key_file(tmp_path / "keys.json"))

    def work(tx: Transaction) -> None:
        tx.wishes.keep(ORG, open_chat(tx), agreed=True, method="words", at=NOW)
        campaign = a_campaign()
        tx.campaigns.add(campaign)
        tx.campaigns.draw(campaign, timezone="Asia/Riyadh", now=NOW, limit=9)

    try:
        await store.write(work)
    finally:
        await store.close()


@pytest.mark.usefixtures("installed")
def test_a_campaign_is_listed_shown_and_stopped() -> None:
    run = CliRunner().invoke
    here = ["--org", ORG]
    assert json.loads(run(group, ["list", *here]).stdout)["state"] == "sending"
    assert run(group, ["list", "--org", "banan"]).stdout == ""
    assert json.loads(run(group, ["show", "c1", *here]).stdout)["people"][0]["status"] == "waiting"
    stopped = run(group, ["stop", "c1", *here])
    assert (stopped.exit_code, "stopped" in stopped.output) == (0, True)
    shown = json.loads(run(group, ["show", "c1", *here]).stdout)
    assert (shown["state"], shown["people"][0]["status"]) == ("stopped", "stopped")
    again = run(group, ["stop", "c1", *here])
    assert (again.exit_code, "already" in again.output) == (1, True)
    assert run(group, ["stop", "none", *here]).exit_code == 1
    assert run(group, ["show", "c1", "--org", "banan"]).exit_code == 1
