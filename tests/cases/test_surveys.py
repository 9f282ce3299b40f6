"""After a case or a chat people are asked once how it was; not the day of a refusal, not after danger."""

from datetime import datetime
from typing import Any

import pytest

from bot.cases.steps import Made
from bot.channels.telegram_desk.present import Speech, spoken
from bot.channels.web.present import present
from bot.desk.holding import CloseReason, claim, close, return_to_bot
from bot.desk.writing import Reply, reply
from bot.ports.records import Case, Survey
from tests.cases.acting import WHY, bring, open_case, step, to_committee
from tests.worker.world import DANGER_WORD, ORG, World, content

_SPEECH = Speech(content=content(), language="ar", mode="mirror")


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


@pytest.mark.parametrize(
    ("kind", "steps", "planned"),
    [
        ("interview", ["hold"], 0),
        ("interview", ["hold", "close"], 1),
        ("interview", ["withdraw"], 0),
        ("call-back", ["answer"], 1),
        ("call-back", ["spoke"], 1),
        ("call-back", ["sent"], 1),
        ("call-back", ["try", "close"], 1),
        ("acting-for", ["decline"], 1),
        ("acting-for", ["want"], 0),
        ("suggestion", ["keep", "close"], 1),
        ("volunteering", ["decline", "close"], 1),
    ],
)
async def test_every_kind_asks_how_it_was_once_it_is_done(
    world: World, kind: str, steps: list[str], planned: int
) -> None:
    case = await open_case(world, kind=kind)
    for name in steps:
        assert isinstance(await step(world, case, name, **WHY, note="x"), Made), name
    assert len(await surveys(world)) == planned


async def test_who_is_granted_to_act_for_somebody_is_asked_too(world: World) -> None:
    case = await open_case(world, kind="acting-for")
    assert isinstance(await step(world, case, "verify", "person", note="وكالة"), Made)
    assert len(await surveys(world)) == 1


async def test_an_answer_given_and_then_closed_is_asked_about_once(world: World) -> None:
    case = await open_case(world, kind="call-back")
    await step(world, case, "answer", reason="نعم")
    while await bring(world):
        pass
    world.clock.pass_(minutes=31)
    assert len(await ask(world)) == 1
    await step(world, case, "close")
    world.clock.pass_(days=1)
    assert await ask(world) == []


async def seen_by_staff(world: World) -> str:
    """Return what the person's chat shows to whoever reads it, and what a topic in Telegram would."""
    spoken_ = [spoken(line, _SPEECH, {}) for line in await world.lines()]
    kept = [f"{line.text}{line.attachments}{line.trace}" for line in await world.lines()]
    shown = [str(line.message) for line in await world.lines() if not line.private]
    return "".join([*spoken_, *kept, *shown])


async def test_no_colleague_reads_in_the_chat_how_they_were_judged(world: World) -> None:
    await served_chat(world)
    await ask(world)
    await world.hear(choice="flow:survey")
    await world.hear(choice="pick:stars:2")
    await world.hear(choice="pick:reasons:wait")
    await world.hear(choice="pick:reasons:done")
    await world.hear("سارة استعجلتني")
    [kept] = await surveys(world)
    assert (kept.status, kept.stars, kept.words) == ("answered", 2, "سارة استعجلتني")
    seen = await seen_by_staff(world)
    for said in ("كم نجمة", "pick:", "⭐⭐", "نحسّنه", "الانتظار", "wait", "استعجلتني", "بكلماتك"):
        assert said not in seen, said
    assert await world.store.read.search([ORG], "استعجلتني") == []
    heard = [line.text for line in await world.lines() if line.direction == "in"]
    assert heard == ["مرحبا", *["🔒"] * 5]


@pytest.mark.parametrize("leaves", ["do:save", "flow:suggestion", "do:menu"])
async def test_who_stops_midway_is_not_read_either(world: World, leaves: str) -> None:
    await world.hear("مرحبا")
    await world.hear(choice="flow:rating")
    await world.hear(choice="pick:stars:1")
    await world.hear(choice=leaves)
    seen = await seen_by_staff(world)
    for said in ("كم نجمة", "pick:", "⭐⭐", "جعلك"):
        assert said not in seen, said


async def test_the_person_reads_the_questions_on_their_own_page(world: World) -> None:
    await world.hear("مرحبا")
    assert "كم نجمة" in "".join(await world.hear(choice="flow:rating"))
    own = [present(line, "ar", {}) for line in await world.lines()]
    assert any("كم نجمة" in shown.text for shown in own if shown)


async def test_words_about_danger_reach_staff_out_of_a_survey_too(world: World) -> None:
    await world.hear("مرحبا")
    await world.hear(choice="flow:rating")
    await world.hear(choice="pick:stars:1")
    await world.hear(f"والله {DANGER_WORD}")
    lines = await world.lines()
    assert any(DANGER_WORD in line.text for line in lines if line.direction == "in")
    assert any("997" in line.text for line in lines if line.direction == "out")
    assert "⭐⭐" not in await seen_by_staff(world)


async def test_what_is_asked_in_the_midst_of_an_opinion_is_counted_without_its_words(world: World) -> None:
    await world.hear("مرحبا")
    await world.hear(choice="flow:rating")
    await world.hear(choice="pick:stars:1")
    await world.hear("متى تنتهي سارة من سوء التعامل؟")
    row = await world.conversation()
    kept = await world.write(lambda tx: tx.people.kept(ORG, row.id))
    assert "سارة" not in str(kept.get("questions"))


def local_hour(at: datetime) -> int:
    return (at.hour + 3) % 24
