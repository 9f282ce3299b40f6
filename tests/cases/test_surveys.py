"""After a case or a chat people are asked once how it was; not the day of a refusal, not after danger."""

from datetime import datetime
from typing import Any

import pytest

from bot.desk.holding import CloseReason, claim, close, return_to_bot
from bot.desk.writing import Reply, reply
from bot.ports.records import Case, Survey
from tests.cases.acting import WHY, bring, open_case, step, to_committee
from tests.worker.world import DANGER_WORD, ORG, World


async def ask(world: World) -> list[str]:
    """Let the worker ask whom it is time to ask; return what was sent."""
    await world.worker.surveys.queue_due()
    await world.worker.lanes.drained()
    return await world.sent()


async def surveys(world: World) -> list[Survey]:
    found: list[Survey | None] = [
        await world.write(lambda tx, number=number: tx.surveys.get(ORG, number))  # type: ignore[misc]
        for number in range(1, 9)
    ]
    return [survey for survey in found if survey]


async def closed_case(world: World, **fields: Any) -> Case:
    case = await open_case(world, **fields)
    await to_committee(world, case)
    world.clock.pass_(days=20)
    for name in ("accept", "arrange", "give", "close"):
        await step(world, case, name, internal="مستحق", service="كرسي متحرك")
    while await bring(world):
        pass
    world.clock.pass_(minutes=31)
    return case


async def served_chat(world: World, *, ends: CloseReason | None = "solved", says: str = "تفضلي") -> list[str]:
    """Let staff talk to a person and end it; return what the person is then told."""
    await world.hear("مرحبا")
    row, sara = await world.conversation(), await world.staff("sara")
    await world.at_desk(sara, lambda desk: claim(desk, row.id))
    if says:
        last = (await world.conversation()).last_line
        draft = Reply(text=says, key=f"k{last}", seen_line=last)
        await world.at_desk(sara, lambda desk: reply(desk, row.id, draft))
    if ends:
        await world.at_desk(sara, lambda desk: close(desk, row.id, reason=ends))
    else:
        await world.at_desk(sara, lambda desk: return_to_bot(desk, row.id))
    told = await world.sent()
    world.clock.pass_(minutes=31)
    return told


async def test_after_a_case_the_person_is_asked_once_and_every_answer_is_kept(world: World) -> None:
    case = await closed_case(world)
    [invitation] = await ask(world)
    assert case.reference not in invitation
    assert {button.id for button in world.channel.sent[-1].message.buttons} == {"flow:survey", "do:no-survey"}
    assert await ask(world) == []

    assert "كم نجمة" in "".join(await world.hear(choice="flow:survey"))
    assert "نحسّنه" in "".join(await world.hear(choice="pick:stars:2"))
    [begun] = await surveys(world)
    assert (begun.status, begun.stars) == ("begun", 2)
    await world.hear(choice="pick:reasons:wait")
    await world.hear(choice="pick:reasons:done")
    assert "شكرًا لك" in "".join(await world.hear("طال الانتظار ورقمي 0501234567"))
    [kept] = await surveys(world)
    assert (kept.status, kept.stars, kept.reasons, kept.about, kept.topic) == (
        "answered", 2, ("wait",), "case", "support-request",
    )  # fmt: skip
    assert "طال الانتظار" in kept.words
    assert "0501234567" not in kept.words


async def test_good_stars_are_asked_no_reasons(world: World) -> None:
    await closed_case(world)
    await ask(world)
    await world.hear(choice="flow:survey")
    assert "بكلماتك" in "".join(await world.hear(choice="pick:stars:5"))
    await world.hear(choice="do:skip")
    [kept] = await surveys(world)
    assert (kept.status, kept.stars, kept.words) == ("answered", 5, "")


async def test_every_question_may_be_left_out(world: World) -> None:
    await closed_case(world)
    await ask(world)
    await world.hear(choice="flow:survey")
    await world.hear(choice="do:skip")
    assert "شكرًا" in "".join(await world.hear(choice="do:skip"))
    assert [survey.status for survey in await surveys(world)] == ["declined"]


async def test_a_no_is_taken_and_nobody_is_asked_again_soon(world: World) -> None:
    await closed_case(world)
    await ask(world)
    await world.hear(choice="do:no-survey")
    assert [survey.status for survey in await surveys(world)] == ["declined"]
    world.clock.pass_(days=5)
    await served_chat(world)
    assert await ask(world) == []
    assert [survey.status for survey in await surveys(world)] == ["declined", "dropped"]
    world.clock.pass_(days=40)
    await closed_case(world, user="u1")
    assert len(await ask(world)) == 1


async def test_after_a_chat_with_staff(world: World) -> None:
    await served_chat(world)
    [invitation] = await ask(world)
    assert "رأيك" in invitation
    [survey] = await surveys(world)
    assert (survey.about, survey.status) == ("chat", "asked")


@pytest.mark.parametrize(
    ("ends", "says", "asked"),
    [("no-answer", "تفضلي", 0), ("duplicate", "تفضلي", 0), ("solved", "", 0), (None, "تفضلي", 1)],
)
async def test_which_chats_are_asked_about(world: World, ends: Any, says: str, asked: int) -> None:
    await served_chat(world, ends=ends, says=says)
    assert len(await ask(world)) == asked


async def test_a_rating_given_at_once_is_enough(world: World) -> None:
    await served_chat(world)
    await world.hear(choice="flow:rating")
    await world.hear(choice="pick:stars:4")
    await world.hear(choice="do:skip")
    world.clock.pass_(minutes=31)
    assert await ask(world) == []
    assert [survey.status for survey in await surveys(world)] == ["dropped"]


async def test_never_on_the_day_of_a_refusal(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    world.clock.pass_(days=20)
    await step(world, case, "refuse", **WHY)
    await step(world, case, "close")
    told: list[str] = []
    while news := await bring(world):
        told += news
    assert any(WHY["reason"] in text for text in told)
    refused_on = world.clock.time.date()
    world.clock.pass_(hours=3)
    assert await ask(world) == []
    [survey] = await surveys(world)
    assert survey.status == "planned"
    assert survey.not_before.date() > refused_on
    assert local_hour(survey.not_before) == 8
    world.clock.time = survey.not_before
    assert len(await ask(world)) == 1


async def test_a_refusal_told_only_next_morning_keeps_that_day_free_too(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    while await bring(world):
        pass
    world.clock.pass_(days=20, hours=11)  # 23 o'clock in Riyadh
    await step(world, case, "refuse", **WHY)
    await step(world, case, "close")
    world.clock.pass_(hours=9)  # 8 o'clock: the refusal is not told yet
    assert await ask(world) == []
    assert any(WHY["reason"] in text for text in await bring(world))
    world.clock.pass_(hours=2)
    assert await ask(world) == []
    world.clock.pass_(days=1)
    assert len(await ask(world)) == 1


async def test_not_after_danger(world: World) -> None:
    await world.hear("مرحبا")
    await world.hear(DANGER_WORD)
    await served_chat(world)
    assert await surveys(world) == []
    await closed_case(world)
    assert await ask(world) == []
    assert [survey.status for survey in await surveys(world)] == ["dropped"]


async def test_danger_in_the_free_text_brings_a_person_and_is_no_opinion(world: World) -> None:
    await closed_case(world)
    await ask(world)
    await world.hear(choice="flow:survey")
    await world.hear(choice="pick:stars:5")
    assert "997" in "".join(await world.hear(f"والله {DANGER_WORD}"))
    row = await world.conversation()
    assert (row.owner, row.priority, row.reason) == ("waiting", "urgent", "danger")
    [survey] = await surveys(world)
    assert (survey.stars, survey.words) == (5, "")


async def test_not_at_night_and_not_into_a_flow(world: World) -> None:
    await closed_case(world)
    world.clock.time = world.clock.time.replace(hour=19)  # 22 o'clock in Riyadh
    assert await ask(world) == []
    [survey] = await surveys(world)
    assert local_hour(survey.not_before) == 8
    world.clock.time = survey.not_before
    await world.hear(choice="flow:suggestion")
    await world.hear(choice="do:agree")
    assert await ask(world) == []
    world.clock.pass_(minutes=16)
    await ask(world)
    assert [survey.status for survey in await surveys(world)] == ["asked"]


async def test_a_survey_left_in_the_middle_is_not_reminded_of(world: World) -> None:
    await closed_case(world)
    await ask(world)
    await world.hear(choice="flow:survey")
    world.clock.pass_(days=1)
    for _ in range(9):
        await world.worker.timers.queue_due()
        await world.worker.lanes.drained()
        world.clock.pass_(days=1)
    assert await world.sent() == []
    assert "kept" not in str(world.channel.texts[-1])


async def test_an_invitation_that_is_over_keeps_a_late_answer_as_a_rating(world: World) -> None:
    await closed_case(world)
    await ask(world)
    world.clock.pass_(days=15)
    await world.hear(choice="flow:survey")
    await world.hear(choice="pick:stars:4")
    await world.hear(choice="do:skip")
    [survey] = await surveys(world)
    row = await world.conversation()
    kept = await world.write(lambda tx: tx.people.kept(ORG, row.id))
    assert (survey.status, survey.stars) == ("asked", None)
    assert [rating["stars"] for rating in kept["ratings"]] == [4]


async def test_who_wanted_no_notice_is_not_asked(world: World) -> None:
    case = await open_case(world, kind="complaint", answers={"reply": "anonymous"})
    for name in ("examine", "answer", "close"):
        await step(world, case, name, reason="شكرًا لك", internal="x", note="x")
    assert (await world.store.read.case(ORG, case.reference) or case).stage == "closed"
    assert await surveys(world) == []


def local_hour(at: datetime) -> int:
    return (at.hour + 3) % 24
