"""A pledge read out by staff before a witness: once, with a name, kept in the history."""

from dataclasses import replace

import pytest

from bot.cases.pledging import read_out, to_be_read
from bot.ports.records import Case
from tests.store.values import NOW, ORG, a_case
from tests.worker.world import World

PLEDGE = {"text": "أقر", "method": "read-out", "at": NOW.isoformat(), "name": "", "witness": ""}


@pytest.mark.parametrize(
    ("witness", "kept"),
    [("سالم الشاهد", "سالم الشاهد"), ("  سالم   علي ", "سالم علي"), ("س", None), ("", None)],
)
async def test_it_is_kept_with_its_witness(world: World, witness: str, kept: str | None) -> None:
    case = replace(a_case(1, None), pledge=PLEDGE)
    await world.store.write(lambda tx: tx.cases.open(case))
    done = await world.store.write(
        lambda tx: read_out(tx, ORG, case.reference, reader="staff-1", witness=witness, now=NOW)
    )
    found = await world.store.read.case(ORG, case.reference)
    steps = await world.store.read.case_steps(ORG, case.id)
    assert done is (kept is not None)
    assert found is not None
    assert (found.pledge or {})["witness"] == (kept or "")
    assert [step.action for step in steps] == (["pledge-read"] if kept else [])


async def test_it_is_read_once(world: World) -> None:
    case = replace(a_case(1, None), pledge=PLEDGE)
    await world.store.write(lambda tx: tx.cases.open(case))

    async def read(witness: str) -> bool:
        return await world.store.write(
            lambda tx: read_out(tx, ORG, case.reference, reader="staff-1", witness=witness, now=NOW)
        )

    assert [await read("سالم علي"), await read("غيره تماما")] == [True, False]


@pytest.mark.parametrize(
    ("pledge", "waits"), [(PLEDGE, True), ({**PLEDGE, "method": "typed-name"}, False), (None, False)]
)
def test_only_what_was_asked_to_be_read_waits(pledge: dict[str, str] | None, *, waits: bool) -> None:
    case: Case = replace(a_case(1, None), pledge=pledge)
    assert to_be_read(case) is waits
