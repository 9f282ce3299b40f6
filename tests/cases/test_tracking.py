"""Tracking: by reference the stage alone and no decision, from any chat; own cases whole."""

import pytest

from tests.cases.acting import WHY, bring, open_case, step, to_committee
from tests.worker.world import World


async def _track(world: World, reference: str, digits: str, user: str) -> str:
    await world.hear("مرحبا", user=user)
    await world.hear(choice="flow:tracking", user=user)
    await world.hear(reference, user=user)
    return "\n".join(await world.hear(digits, user=user))


@pytest.mark.parametrize("decision", ["accept", "refuse"])
async def test_by_number_only_the_stage_is_told_and_no_decision(world: World, decision: str) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    world.clock.pass_(days=20)
    await step(world, case, decision, **WHY)
    told = await _track(world, case.reference, "4567", "u2")
    assert "صدر قرار اللجنة" in told
    for hidden in (WHY["reason"], "ما مرّ به", "علاج", "مقبول", "تتمكن"):
        assert hidden not in told


async def test_wrong_digits_tell_nothing(world: World) -> None:
    case = await open_case(world)
    told = await _track(world, case.reference, "1111", "u2")
    assert "لم نجد طلبًا" in told
    assert "سيراجعه" not in told


async def test_own_cases_come_at_once_with_their_news_and_each_news_is_read_once(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    world.clock.pass_(days=20)
    await step(world, case, "refuse", **WHY)
    told = "\n".join(await world.hear(choice="flow:tracking"))
    assert WHY["reason"] in told
    assert await bring(world) == []
    again = "\n".join(await world.hear(choice="do:restart"))
    assert WHY["reason"] not in again


async def test_the_answer_to_the_flow_goes_on_after_the_news(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    told = await world.hear(choice="flow:tracking")
    assert "طلب آخر" in told[-1]
    assert any("انتهينا" in text or "القائمة" in text or text for text in await world.hear("لا"))
