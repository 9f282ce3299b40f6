"""`wasl case verify`: says which history was changed, and ends with 1."""

import asyncio
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from bot.app import open_rooms
from bot.cases.reference import make
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


def test_a_reference_is_read_as_people_write_it(tmp_path: Path) -> None:
    reference = asyncio.run(_numbered(tmp_path, 3))[1]
    code, told = _verify(tmp_path, reference.lower().replace("-", " "))
    assert (code, told) == (0, [{"summary": {"cases": 1, "broken": 0}}])


def test_a_case_that_is_gone_is_missed(tmp_path: Path) -> None:
    references = asyncio.run(_numbered(tmp_path, 4))
    assert _verify(tmp_path)[0] == 0
    for gone, numbers in ((1, None), (3, None), (None, "DELETE FROM case_numbers")):
        with sqlite3.connect(next(tmp_path.glob("*.db"))) as database:
            for statement in ("DELETE FROM case_steps WHERE case_id = ?", "DELETE FROM cases WHERE id = ?"):
                database.execute(statement, [f"case{gone}"])
            database.execute(numbers or "SELECT 1")
        code, told = _verify(tmp_path)
        missed = [one["reference"] for one in told if one.get("fault") == "missing"]
        assert code == 1
        # without its counter, what was given last cannot be missed
        assert missed == {1: references[1:2], 3: [references[1], references[3]], None: references[1:2]}[gone]


async def _numbered(folder: Path, count: int) -> list[str]:
    """Give so many cases their numbers, as people's requests get them."""
    rooms = open_rooms(Settings(data=folder))

    def work(tx: Transaction) -> list[str]:
        made = []
        for place in range(count):
            reference = make(ORG, 2026, tx.cases.next_number(ORG, year=2026))
            case = replace(a_case(1, None), id=f"case{place}", reference=reference)
            tx.cases.open(case)
            detail = {"stage": "received"}
            tx.cases.add_step(ORG, case.id, at=NOW, actor="person", action="opened", detail=detail)
            made.append(reference)
        return made

    made = await rooms.store.write(work)
    await rooms.store.close()
    return made
