"""`wasl case verify`: says which history was changed, and ends with 1."""

import asyncio
import json
import sqlite3
from pathlib import Path

from typer.testing import CliRunner

from bot.app import open_rooms
from bot.cli import build
from bot.ports.store import Transaction
from bot.settings import Settings
from tests.store.values import NOW, ORG, a_case

RUN = CliRunner()


async def _a_case(folder: Path) -> str:
    rooms = open_rooms(Settings(data=folder))
    case = a_case(1, None)

    def work(tx: Transaction) -> None:
        tx.cases.open(case)
        for action in ("opened", "check"):
            tx.cases.add_step(
                ORG, case.id, at=NOW, actor="person", action=action, detail={"stage": "received"}
            )

    await rooms.store.write(work)
    await rooms.store.close()
    return case.reference


def _verify(folder: Path, *more: str) -> tuple[int, list[dict[str, object]]]:
    found = RUN.invoke(build(), ["case", "verify", "--org", ORG, *more], env={"WASL_DATA": str(folder)})
    lines = found.stdout.splitlines()
    return found.exit_code, [json.loads(line) for line in lines if line.startswith("{")]


def test_a_whole_history_and_a_changed_one(tmp_path: Path) -> None:
    reference = asyncio.run(_a_case(tmp_path))
    assert _verify(tmp_path) == (0, [{"summary": {"cases": 1, "broken": 0}}])
    with sqlite3.connect(next(tmp_path.glob("*.db"))) as database:
        database.execute("UPDATE case_steps SET actor = 'somebody' WHERE seq = 2")
    code, told = _verify(tmp_path, reference)
    assert code == 1
    assert told[0] == {"reference": reference, "fault": "changed", "step": 2}
    assert told[-1] == {"summary": {"cases": 1, "broken": 1}}
    assert _verify(tmp_path, "AOUN-2026-09999-3")[0] == 1
