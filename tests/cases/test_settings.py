"""What an organisation decides for itself, and what binds its committee, over the real store and worker."""

from dataclasses import replace
from typing import Any

import pytest

from bot.cases import committee
from bot.cases.life import NoQuorum, TooEarly, Wish, WrongStage
from bot.cases.steps import Made, make
from bot.engine.content import Content
from bot.engine.life import CaseSettings
from bot.ports.records import Case, Member
from tests.cases.acting import WHY, bring, case_now, notices, open_case, step, to_committee
from tests.worker.world import ORG, World, content


def settled(**settings: object) -> Content:
    return replace(content(), case_settings=CaseSettings.model_validate(settings))


async def go(world: World, here: Content, case: Case, *names: str) -> Any:
    """Make steps in order under an organisation's settings; return how the last one went."""
    made: Any = None
    for name in names:
        checks = dict.fromkeys(case.answers, "accepted") if name == "check" else {}
        given = {**WHY, "service": "سلة غذائية", "note": "بطلبه"}
        wish = Wish(
            step=name,
            actor="supervisor",
            now=world.clock(),
            given=given,
            checks=checks,
            early="ظرف",
            deciders=1,
        )
        made = await world.write(lambda tx, w=wish: make(tx, here, case.reference, w, actor="staff-1"))  # type: ignore[misc]
    return made


@pytest.mark.parametrize(
    ("order", "way"),
    [
        ("before-decision", ("check", "register", "to-committee", "accept", "arrange", "give", "close")),
        ("after-decision", ("check", "to-committee", "accept", "register", "arrange", "give", "close")),
    ],
)
async def test_a_case_is_registered_before_or_after_the_decision(
    world: World, order: str, way: tuple[str, ...]
) -> None:
    case = await open_case(world)
    made = await go(world, settled(registration=order), case, *way)
    assert isinstance(made, Made), made
    history = [one.action for one in await world.store.read.case_steps(ORG, case.id)]
    assert history == ["opened", *way]


@pytest.mark.parametrize(
    ("order", "way"),
    [("before-decision", ("check", "to-committee")), ("after-decision", ("check", "register"))],
)
async def test_the_other_order_is_refused(world: World, order: str, way: tuple[str, ...]) -> None:
    case = await open_case(world)
    assert isinstance(await go(world, settled(registration=order), case, *way), WrongStage)
    assert (await case_now(world, case)).stage == "checked"


async def test_an_appeal_is_there_only_where_the_organisation_has_one(world: World) -> None:
    case = await open_case(world)
    way = ("check", "register", "to-committee", "refuse")
    assert isinstance(await go(world, content(), case, *way, "appeal"), WrongStage)
    assert (await case_now(world, case)).stage == "refused"
    assert isinstance(await go(world, settled(appeal="yes"), case, "appeal"), Made)
    assert (await case_now(world, case)).stage == "committee"
    for _ in way:
        await bring(world)
    assert any("أن تعيد اللجنة النظر" in text for text in world.channel.texts)


async def session(world: World, case: Case, *present: str) -> str:
    """Hold a session with the case on its agenda."""
    now = world.clock()
    await world.write(
        lambda tx: committee.begin(tx, ORG, "s1", held_at=now, place="المقر", by="huda", now=now)
    )
    await world.write(lambda tx: committee.put(tx, content(), "s1", case.reference, by="huda", now=now))
    members = [Member(name=name, present=True) for name in present]
    await world.write(lambda tx: committee.attend(tx, ORG, "s1", members, by="huda", now=now))
    return "s1"


async def decide(world: World, case: Case, *conflicts: str, by: str = "huda", **wish: Any) -> Any:
    wanted = Wish(step="accept", actor="supervisor", now=world.clock(), given={"internal": "مستحق"}, **wish)
    return await world.write(
        lambda tx: committee.decide(tx, content(), "s1", case.reference, wanted, conflicts=conflicts, by=by)
    )


async def test_a_decision_before_two_weeks_asks_why_and_keeps_it(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    await session(world, case, "سالم العمري")
    assert isinstance(await decide(world, case), TooEarly)
    assert (await case_now(world, case)).stage == "committee"
    assert isinstance(await decide(world, case, early="موعد العملية قريب"), Made)
    history = await world.store.read.case_steps(ORG, case.id)
    assert next(one.detail["early"] for one in history if one.action == "accept") == "موعد العملية قريب"


async def test_where_health_is_in_danger_nothing_is_held_back(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    for _ in range(3):
        await bring(world)
    await session(world, case, "سالم العمري")
    world.clock.pass_(hours=13)  # one in the morning
    assert isinstance(await decide(world, case, health=True), Made)
    assert any("وافقت" in text for text in await bring(world))
    assert (await notices(world, case))[-1].status == "told"


async def test_who_has_an_interest_neither_decides_nor_enters_the_decision(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    huda = await world.staff("huda", "supervisor")
    await session(world, case, huda.name, "سالم العمري")
    world.clock.pass_(days=20)
    assert isinstance(await decide(world, case, huda.name, "سالم العمري"), committee.NobodyThere)
    assert isinstance(await decide(world, case, huda.name), committee.Interested)
    assert (await case_now(world, case)).stage == "committee"
    assert isinstance(await decide(world, case, huda.name, by="other"), Made)
    detail = (await world.store.read.case_steps(ORG, case.id))[-1].detail
    assert (detail["conflicts"], detail["deciders"]) == ([huda.name], ["سالم العمري"])
    [item] = await world.store.read.agenda(ORG, "s1")
    assert item.conflicts == (huda.name,)


async def test_a_returned_case_asks_for_nothing_but_what_was_returned(world: World) -> None:
    case = await open_case(world)
    checks = dict.fromkeys(case.answers, "accepted") | {"phone": "expired"}
    await step(world, case, "check", checks=checks)
    await step(world, case, "return", reason="الرقم لا يرد")
    asked = "\n".join(await world.hear(choice=f"do:complete:{case.reference}"))
    assert "ما رقم جوالك" in asked
    told = "\n".join(await world.hear("0559998888"))
    assert "وصلنا ما أكملته" in told
    assert "؟" not in told.replace("وصلنا ما أكملته", "")
    kept = await case_now(world, case)
    assert {**kept.answers, "phone": ""} == {**case.answers, "phone": ""}


async def test_a_reply_needs_as_many_members_as_the_organisation_says(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    world.clock.pass_(days=20)
    await session(world, case, "سالم العمري", "هند الشهري")
    here = settled(quorum=2)
    wish = Wish(step="accept", actor="supervisor", now=world.clock(), given={"internal": "مستحق"})

    async def decided(*conflicts: str) -> Any:
        return await world.write(
            lambda tx: committee.decide(tx, here, "s1", case.reference, wish, conflicts=conflicts, by="huda")
        )

    assert await decided("هند الشهري") == NoQuorum(present=1, needed=2)
    assert (await case_now(world, case)).stage == "committee"
    assert isinstance(await decided(), Made)
