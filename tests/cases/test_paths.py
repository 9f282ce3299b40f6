"""Plays tests/cases/paths/<kind>.yaml: whole lives of cases, each step with who makes it and what is told."""

from pathlib import Path
from typing import Any

import pytest

from bot.cases.checks import facts
from bot.cases.life import Wish
from bot.cases.steps import Made, flow_of, make
from bot.cases.verifying import faults
from bot.engine.steps.shown import ltr
from bot.ports.records import Case
from tests.cases.acting import bring, case_now, open_case
from tests.worker.world import _LIVES, ORG, World, content, load

HERE = Path(__file__).parent / "paths"
PATHS: dict[str, list[dict[str, Any]]] = {path.stem: load(path) for path in sorted(HERE.glob("*.yaml"))}
EVERY = [
    pytest.param(kind, path, language, id=f"{kind}-{language}: {path['why']}")
    for kind, paths in PATHS.items()
    for path in paths
    for language in ("ar", "en")
]


@pytest.mark.parametrize(("kind", "path", "language"), EVERY)
async def test_path(world: World, kind: str, path: dict[str, Any], language: str) -> None:
    case = await open_case(world, kind=kind, answers=path["answers"])
    await world.hear(choice=f"lang:{language}")
    for one in path["steps"]:
        made = await _make(world, case, one)
        if "refused" in one:
            assert (type(made).__name__, await bring(world)) == (one["refused"], []), one
            continue
        assert isinstance(made, Made), (one, made)
        assert made.case.stage == one["to"], one
        await _told(world, case, one, language)
        if "anew" in one:
            assert await _unchecked(world, case) == one["anew"], one
    assert not await faults(world.store.read, await case_now(world, case))


@pytest.mark.parametrize("kind", PATHS)
def test_every_step_of_the_kind_is_played(kind: str) -> None:
    made = {one["step"] for path in PATHS[kind] for one in path["steps"] if "to" in one}
    by_the_flow = {"complete"}  # the person's own, played in a flow
    assert made == {step.id for step in _LIVES[kind].steps} - by_the_flow


async def _make(world: World, case: Case, one: dict[str, Any]) -> Any:
    wish = Wish(
        step=one["step"],
        actor=one["by"],
        now=world.clock(),
        given=one.get("give", {}),
        checks=one.get("checks", {}),
    )
    return await world.write(lambda tx: make(tx, content(), case.reference, wish, actor="staff-1"))


async def _told(world: World, case: Case, one: dict[str, Any], language: str) -> None:
    """See that just this is told, with these buttons; nothing where nothing is written."""
    told = await bring(world)
    if language not in one:
        assert told == [], one
        return
    text = str(one[language]).replace("{reference}", ltr(case.reference))
    assert told == [text]
    offers = [offer.replace("{reference}", case.reference) for offer in one.get("offers", [])]
    assert [button.id for button in world.channel.sent[-1].message.buttons] == [*offers, "menu"], one


async def _unchecked(world: World, case: Case) -> list[str]:
    history = await world.store.read.case_steps(ORG, case.id)
    now = await case_now(world, case)
    known = facts(now, history, flow_of(content(), now))
    return [item for item in known.items if item not in known.checks]
