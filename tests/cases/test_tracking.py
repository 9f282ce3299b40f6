"""Tracking: by reference the stage alone and no decision, from any chat; own cases whole."""

import re
from typing import Any

import pytest

from bot.ports.records import Case
from tests.cases.acting import WHY, bring, open_case, step, to_committee
from tests.worker.world import ORG, World


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


async def refused(world: World, **fields: Any) -> Case:
    case = await open_case(world, **fields)
    await to_committee(world, case)
    world.clock.pass_(days=20)
    await step(world, case, "refuse", **WHY)
    return case


def buttons(world: World) -> list[str]:
    return [button.id for sent in world.channel.sent for button in sent.message.buttons]


async def sent_code(world: World, user: str = "u1") -> str:
    """Return the newest code that a chat was sent, of a message that names nothing else."""
    newest = (await world.lines(user))[-1].text
    for hidden in ("AOUN", "جمعية", "طلبك", "علاج"):
        assert hidden not in newest
    found = re.search(r"\d{8}", newest)
    assert found
    return found[0]


async def test_an_own_case_is_opened_whole_with_masked_answers_the_reason_and_files(world: World) -> None:
    case = await refused(world, attachments=(await world.files.put(b"%PDF-1.4 paper", name="x.pdf"),))
    await world.hear(choice="flow:tracking")
    assert f"do:read:{case.reference}" in buttons(world)
    told = "\n".join(await world.hear(choice=f"do:read:{case.reference}"))
    assert WHY["reason"] in told
    assert "علاج" in told
    for secret in ("1098765432", "501234567", WHY["internal"]):
        assert secret not in told
    assert [file.name for sent in world.channel.sent for file in sent.message.attachments] == ["x.pdf"]
    stranger = await world.hear(choice=f"do:read:{case.reference}", user="u2")
    assert WHY["reason"] not in "\n".join(stranger)


async def test_after_a_look_up_by_number_a_code_to_the_cases_own_chat_shows_the_rest(world: World) -> None:
    case = await refused(world)
    before = await _track(world, case.reference, "4567", "u2")
    assert WHY["reason"] not in before
    assert "علاج" not in before
    assert f"do:rest:{case.reference}" in buttons(world)
    await world.hear(choice=f"do:rest:{case.reference}", user="u2")
    code = await sent_code(world)
    elsewhere = await world.hear(f"رمز {code}", user="u3")
    assert WHY["reason"] not in "\n".join(elsewhere)
    after = "\n".join(await world.hear(f"رمز {code}", user="u2"))
    assert WHY["reason"] in after
    assert "علاج" in after
    again = "\n".join(await world.hear(f"رمز {code}", user="u2"))
    assert WHY["reason"] not in again


async def test_wrong_codes_are_throttled_and_the_right_one_is_refused_then(world: World) -> None:
    case = await refused(world)
    await _track(world, case.reference, "4567", "u2")
    await world.hear(choice=f"do:rest:{case.reference}", user="u2")
    code = await sent_code(world)
    for number in range(5):
        wrong = await world.hear(f"رمز {(int(code) + number + 1) % 10**8:08d}", user="u2")
        assert "غير صحيح" in wrong[-1]
    told = await world.hear(f"رمز {code}", user="u2")
    assert "محاولات كثيرة" in told[-1]


async def test_a_code_is_over_after_a_while(world: World) -> None:
    case = await refused(world)
    await _track(world, case.reference, "4567", "u2")
    await world.hear(choice=f"do:rest:{case.reference}", user="u2")
    code = await sent_code(world)
    world.clock.pass_(minutes=16)
    assert WHY["reason"] not in "\n".join(await world.hear(f"رمز {code}", user="u2"))


async def test_codes_are_sent_a_few_times_and_never_unless_the_case_was_found(world: World) -> None:
    case = await refused(world)
    lines = len(await world.lines())
    await world.hear("مرحبا", user="u2")
    none = await world.hear(choice=f"do:rest:{case.reference}", user="u2")
    assert "لا نستطيع" in none[-1]
    assert len(await world.lines()) == lines
    await _track(world, case.reference, "4567", "u2")
    told = [(await world.hear(choice=f"do:rest:{case.reference}", user="u2"))[-1] for _ in range(4)]
    assert ["رموز كثيرة" in text for text in told] == [False, False, False, True]
    assert len(await world.lines()) == lines + 3


async def test_no_code_goes_where_the_person_wants_no_news(world: World) -> None:
    case = await refused(world)
    row = await world.conversation()
    await world.write(lambda tx: tx.ways.choose(ORG, row.id, way="look", hours="day", at=world.clock()))
    lines = len(await world.lines())
    await _track(world, case.reference, "4567", "u2")
    told = await world.hear(choice=f"do:rest:{case.reference}", user="u2")
    assert "لا نستطيع" in told[-1]
    assert len(await world.lines()) == lines
