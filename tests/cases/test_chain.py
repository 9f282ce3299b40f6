"""The history of a case holds, survives erasure, and every way to tamper with it is noticed."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cases.verifying import faults
from tests.cases.acting import open_case, to_committee
from tests.worker.world import ORG, World

Tamper = Callable[[sqlite3.Connection], object]
TAMPERING: dict[str, Tamper] = {
    "another actor": lambda db: db.execute("UPDATE case_steps SET actor = 'x' WHERE seq = 2"),
    "another action": lambda db: db.execute("UPDATE case_steps SET action = 'refuse' WHERE seq = 3"),
    "another time": lambda db: db.execute(
        "UPDATE case_steps SET at = '2020-01-01T00:00:00.000000+00:00' WHERE seq = 2"
    ),
    "a step removed": lambda db: db.execute("DELETE FROM case_steps WHERE seq = 2"),
    "the last step removed": lambda db: db.execute("DELETE FROM case_steps WHERE seq = 4"),
    "two details swapped": lambda db: db.execute(
        "UPDATE case_steps SET detail = (SELECT detail FROM case_steps AS o WHERE o.seq = 2) WHERE seq = 3"
    ),
    "another stage": lambda db: db.execute("UPDATE cases SET stage = 'accepted'"),
    "a step without a link": lambda db: db.execute("UPDATE case_steps SET hash = NULL WHERE seq = 4"),
}


async def test_a_history_holds(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    assert await faults(world.store.read, case) == []


@pytest.mark.parametrize("name", TAMPERING)
async def test_tampering_is_noticed(world: World, tmp_path: Path, name: str) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    with sqlite3.connect(tmp_path / "wasl.db") as database:
        TAMPERING[name](database)
    assert await faults(world.store.read, case)


async def test_what_is_erased_leaves_the_chain_whole(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    await world.write(lambda tx: tx.cases.erase_answers(ORG, case.id, at=world.clock()))
    steps = await world.store.read.case_steps(ORG, case.id)
    assert await faults(world.store.read, case) == []
    assert all(set(step.detail) <= {"stage", "step"} for step in steps)
