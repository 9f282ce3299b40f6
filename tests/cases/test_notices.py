"""Notices of cases arrive in words, once; not into a talk, a flow or the night; nothing is lost."""

from dataclasses import replace

import pytest

from bot.cases.life import Wish
from bot.cases.steps import Made, make
from bot.desk.holding import claim, return_to_bot
from bot.engine.life import CaseSettings, Step
from bot.ports.channel import Blocked
from tests.cases.acting import (
    ANSWERS,
    WHY,
    bring,
    case_now,
    notices,
    open_case,
    scan,
    step,
    to_committee,
)
from tests.worker.world import _LIVES, ORG, World, content


async def _at_committee(world: World) -> object:
    case = await open_case(world)
    await to_committee(world, case)
    await bring(world)
    await bring(world)
    await bring(world)
    world.clock.pass_(days=20)
    return case


async def test_the_decision_arrives_and_stands_in_the_transcript(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    assert "سُجِّل" in "".join(await bring(world))
    world.clock.pass_(days=20)
    assert isinstance(await step(world, case, "accept", internal="مستحق"), Made)
    told = await bring(world)
    assert [line for line in told if "وافقت لجنة البحث" in line]
    assert "مستحق" not in "".join(told)
    assert any("وافقت لجنة البحث" in line.text for line in await world.lines())
    assert [notice.status for notice in await notices(world, case)] == ["told"] * 3
    assert await bring(world) == []


async def test_a_refusal_carries_its_reason_what_can_be_done_and_a_person(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    await bring(world)
    world.clock.pass_(days=20)
    await step(world, case, "refuse", **WHY)
    await bring(world)
    message = world.channel.sent[-1].message
    assert WHY["reason"] in message.text
    assert WHY["still"] in message.text
    assert WHY["internal"] not in message.text
    assert "person" in {button.id for button in message.buttons}


REFUSALS = [(life.id, step) for life in _LIVES.values() for step in life.steps if step.refusal]


@pytest.mark.parametrize(("kind", "step_"), REFUSALS, ids=[f"{kind}-{one.id}" for kind, one in REFUSALS])
async def test_every_refusal_carries_its_reason_what_can_be_done_and_a_person(
    world: World, kind: str, step_: Step
) -> None:
    case = await open_case(world, kind=kind)
    before = step_.moves[0].from_[0]
    await world.write(lambda tx: tx.cases.set_stage(ORG, case.id, stage=before, at=world.clock()))
    world.clock.pass_(days=20)
    assert isinstance(await step(world, case, step_.id, **WHY), Made)
    await bring(world)
    message = world.channel.sent[-1].message
    assert WHY["reason"] in message.text
    assert WHY["still"] in message.text
    assert WHY["internal"] not in message.text
    assert "person" in {button.id for button in message.buttons}


def test_there_are_refusals_in_four_kinds() -> None:
    assert {kind for kind, _ in REFUSALS} == {"support-request", "volunteering", "suggestion", "acting-for"}


TOLD = [
    (life.id, step)
    for life in _LIVES.values()
    for step in life.steps
    if step.tells and step.guard is None  # what a guard needs is told of in tests of its own
]
SAID = {"reason": "because", "still": "write to us", "internal": "x", "note": "x", "service": "a chair"}


def _begins(text: str) -> str:
    return text.split("{", 1)[0].strip()


@pytest.mark.parametrize(("kind", "step_"), TOLD, ids=[f"{kind}-{one.id}" for kind, one in TOLD])
async def test_each_change_is_told_in_the_language_that_the_person_chose(
    world: World, kind: str, step_: Step
) -> None:
    case = await open_case(world, kind=kind)
    await world.hear(choice="lang:en")
    before = step_.moves[0].from_[0]
    await world.write(lambda tx: tx.cases.set_stage(ORG, case.id, stage=before, at=world.clock()))
    world.clock.pass_(days=20)
    given: dict[str, str] = {need: SAID.get(need, "2026-04-02") for need in (*step_.needs, *step_.may)}
    wish = Wish(step=step_.id, actor=step_.by[-1], now=world.clock(), given=given, deciders=3)
    settings = CaseSettings(appeal=True)
    here = replace(content(), case_settings=settings)
    made = await world.write(lambda tx: make(tx, here, case.reference, wish, actor="staff-1"))
    assert isinstance(made, Made), made
    [told] = await bring(world)
    assert step_.tells is not None
    assert told.startswith(_begins(step_.tells["en"]))
    for need in ("reason", "still", "service"):
        assert need not in given or need not in step_.tells["en"] or SAID[need] in told


async def test_where_a_screen_lights_up_nothing_is_told_before_it_is_opened(world: World) -> None:
    world.channel.name = "telegram"
    case = await open_case(world)
    await to_committee(world, case)
    await bring(world)
    world.clock.pass_(days=20)
    await step(world, case, "accept", internal="x")
    assert await bring(world) == ["🔔 لديك تحديث."]
    [button] = world.channel.sent[-1].message.buttons
    told = await world.hear(choice=button.id)
    assert [line for line in told if "وافقت لجنة البحث" in line]
    assert all(notice.opened_at for notice in await notices(world, case))


async def test_staff_who_hold_the_chat_are_not_spoken_over_and_the_notice_waits(world: World) -> None:
    case = await open_case(world)
    await step(world, case, "check")
    await step(world, case, "register")
    sara = await world.staff("sara")
    row = await world.conversation()

    await world.at_desk(sara, lambda desk: claim(desk, row.id))
    await world.sent()
    assert await bring(world) == []
    assert [notice.status for notice in await notices(world, case)] == ["waiting"]
    await world.at_desk(sara, lambda desk: return_to_bot(desk, row.id))
    await world.sent()
    world.clock.pass_(minutes=2)
    assert any("سُجِّل" in text for text in await bring(world))


async def test_a_notice_withheld_on_its_way_because_staff_took_the_chat_is_brought_later(
    world: World,
) -> None:

    case = await open_case(world)
    await step(world, case, "check")
    await step(world, case, "register")
    await world.worker.notices.queue_due()
    await world.worker.lanes.drained()
    sara, row = await world.staff("sara"), await world.conversation()
    await world.at_desk(sara, lambda desk: claim(desk, row.id))
    await world.sent()
    await world.worker.notices.settle()
    assert [notice.status for notice in await notices(world, case)] == ["waiting"]
    await world.at_desk(sara, lambda desk: return_to_bot(desk, row.id))
    world.clock.pass_(minutes=2)
    assert any("سُجِّل" in text for text in await bring(world))


async def test_a_flow_is_not_broken_into(world: World) -> None:
    case = await open_case(world)
    await world.hear(choice="flow:complaint")
    await world.hear(choice="do:agree")
    asked = world.channel.sent[-1].message.ask
    await step(world, case, "check")
    await step(world, case, "register")
    assert await bring(world) == []
    world.clock.pass_(minutes=20)
    assert any("سُجِّل" in text for text in await bring(world))
    told = await world.hear("1")
    assert asked is not None
    assert any("ما الذي حدث" in text for text in told)


@pytest.mark.parametrize(("name", "told"), [("accept", True), ("refuse", False)])
async def test_at_night_only_what_cannot_wait_is_told(world: World, name: str, *, told: bool) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    await bring(world)
    world.clock.pass_(hours=11)  # 23:00 in Riyadh
    assert isinstance(await step(world, case, name, health=True, **WHY), Made)
    assert bool(await bring(world)) is told
    world.clock.pass_(hours=12)
    assert bool(await bring(world)) is not told


async def test_who_came_by_phone_is_called_and_nothing_counts_as_told(world: World) -> None:
    world.channel.name = "phone"
    case = await open_case(world)
    await to_committee(world, case)
    assert await bring(world) == []
    assert {notice.status for notice in await notices(world, case)} == {"call"}


async def test_who_blocked_the_bot_is_called(world: World) -> None:
    case = await open_case(world)
    await step(world, case, "check")
    await step(world, case, "register")
    world.channel.failures.append(Blocked("blocked"))
    await bring(world)
    assert await bring(world) == []
    assert [notice.status for notice in await notices(world, case)] == ["call"]


async def test_an_anonymous_complaint_is_answered_where_the_person_looks(world: World) -> None:
    case = await open_case(world, kind="complaint", answers={"what": "تأخير", "reply": "anonymous"})
    await step(world, case, "answer", reason="نعتذر منك", internal="x")
    assert await bring(world) == []
    told = await world.hear(choice="flow:tracking")
    assert any("نعتذر منك" in text for text in told)


async def test_a_returned_case_opens_at_just_its_items_and_comes_back(world: World) -> None:
    case = await open_case(world, answers={**ANSWERS, "papers": []})
    checks = dict.fromkeys(case.answers, "accepted") | {"phone": "to-correct", "need": "expired"}
    await step(world, case, "check", checks=checks)
    await step(world, case, "return", reason="الرقم لا يرد")
    told = await bring(world)
    assert any("الجوال" in text and "الحاجة" in text for text in told)
    assert "do:complete" in world.channel.sent[-1].message.buttons[0].id
    asked = await world.hear(choice=world.channel.sent[-1].message.buttons[0].id)
    assert any("ما الذي تحتاجه" in text for text in asked)
    asked = await world.hear("أدوية للسكري")
    assert any("ما رقم جوالك" in text for text in asked)
    told = await world.hear("0559998888")
    assert any("وصلنا ما أكملته" in text for text in told)
    now = await case_now(world, case)
    assert (now.stage, now.answers["phone"], now.answers["need"]) == (
        "received", "+966559998888", "أدوية للسكري",
    )  # fmt: skip
    assert await bring(world) == []
    refused = await step(world, case, "register")
    assert not isinstance(refused, Made)
    made = await step(world, case, "check", checks={"phone": "accepted", "need": "accepted"})
    assert isinstance(made, Made)
    assert isinstance(await step(world, case, "register"), Made)


async def test_a_skipped_question_can_be_asked_after_all(world: World) -> None:
    case = await open_case(world)
    checks = dict.fromkeys(case.answers, "accepted") | {"papers": "to-correct"}
    await step(world, case, "check", checks=checks)
    await step(world, case, "return", reason="نحتاج التقرير الطبي")
    await bring(world)
    await world.hear(choice=f"do:complete:{case.reference}")
    await world.hear(attachments=(scan(),))
    told = await world.hear("تم")
    assert any("وصلنا ما أكملته" in text for text in told)
    assert [file.name for file in (await case_now(world, case)).attachments] == ["new.pdf"]


async def test_nobody_reads_or_completes_the_case_of_another(world: World) -> None:
    case = await open_case(world)
    await step(world, case, "check")
    await step(world, case, "register")
    await world.hear("مرحبا", user="u2")
    for press in (
        f"case:{case.reference}",
        f"do:complete:{case.reference}",
        f"do:retract-yes:{case.reference}",
    ):
        told = await world.hear(choice=press, user="u2")
        assert any("لا يمكن عمل هذا" in text for text in told)
    assert (await case_now(world, case)).stage == "registered"


async def test_the_person_takes_a_case_back(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    await bring(world)
    offered = [button.id for sent in world.channel.sent for button in sent.message.buttons]
    assert f"do:retract:{case.reference}" in offered
    sure = await world.hear(choice=f"do:retract:{case.reference}")
    assert any("حقًا" in text for text in sure)
    told = await world.hear(choice=world.channel.sent[-1].message.buttons[0].id)
    assert any("سُحب طلبك" in text for text in told)
    assert (await case_now(world, case)).stage == "withdrawn"


async def test_own_cases_show_a_timeline_in_plain_words(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    told = "\n".join(await world.hear(choice="flow:tracking"))
    assert "ما مرّ به" in told
    assert told.index("وصلنا الطلب") < told.index("اكتمل الطلب وسُجِّل") < told.rindex("عند لجنة البحث")
