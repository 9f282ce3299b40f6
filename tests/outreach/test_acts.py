"""What staff may do with a campaign, and what keeps them from it; every act is audited."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.cases import reaching
from bot.desk.chat import Desk
from bot.outreach import acts
from bot.ports.records import Role, Staff
from bot.ports.store import Transaction
from tests.outreach.campaigning import FORM, a_tester, agreed, approved, done, now_is, refused, written
from tests.worker.world import ORG, World, content


def audited(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "wasl.db")) as database:
        rows = database.execute("SELECT actor, action FROM audit WHERE action LIKE 'outreach%' ORDER BY id")
        return [(actor, action) for actor, action in rows]


async def test_the_way_of_a_message_leaves_its_trace(world: World, tmp_path: Path) -> None:
    await agreed(world, "a")
    await approved(world)
    await world.worker.outreach.round()
    assert audited(tmp_path) == [
        ("mona", "outreach-written"),
        ("mona", "outreach-test"),
        ("mona", "outreach-ask"),
        ("huda", "outreach-approve"),
        ("bot", "outreach-begin"),
    ]


async def test_a_trial_goes_to_the_authors_own_chat_in_both_languages(world: World) -> None:
    await written(world)
    outcome = await world.at_desk(await _staff(world, "mona"), lambda desk: acts.test(desk, content(), "c1"))
    assert isinstance(outcome, acts.NoTester)
    await a_tester(world, "mona")
    await done(world, "mona", lambda desk: acts.test(desk, content(), "c1"))
    arabic, english = await world.sent()
    assert arabic.startswith("🧪")
    assert "أهلًا ضيفنا الكريم" in arabic
    assert "إيقاف الرسائل" in arabic
    assert "Hello dear guest" in english
    assert (await now_is(world)).state == "tested"


async def test_nobody_approves_what_they_wrote_not_even_a_part(world: World) -> None:
    await agreed(world, "a")
    await written(world)
    for login in ("mona", "huda"):
        await _staff(world, login)
        await a_tester(world, login)
    await done(
        world, "huda", lambda desk: acts.save(desk, content(), "c1", {**FORM, "title": "آخر"}, new=False)
    )
    await done(world, "mona", lambda desk: acts.test(desk, content(), "c1"))
    await done(world, "mona", lambda desk: acts.ask(desk, content(), "c1"))
    for login in ("mona", "huda"):
        assert await refused(world, login, lambda desk: acts.approve(desk, content(), "c1")) == "author"
    await _staff(world, "sara", "administrator")
    kept = await done(world, "sara", lambda desk: acts.approve(desk, content(), "c1"))
    assert (kept.state, kept.approved_by) == ("approved", "sara")


async def test_a_changed_message_needs_a_new_trial_and_a_new_approval(world: World) -> None:
    await agreed(world, "a")
    await approved(world)
    same = await done(world, "huda", lambda desk: acts.save(desk, content(), "c1", FORM, new=False))
    assert same.state == "approved"
    changed = await done(
        world, "huda", lambda desk: acts.save(desk, content(), "c1", {**FORM, "text_ar": "غيره"}, new=False)
    )
    assert (changed.state, changed.tested_at, changed.approved_by) == ("draft", None, None)
    await world.worker.outreach.round()
    assert (await now_is(world)).state == "draft"
    assert await refused(world, "mona", lambda desk: acts.ask(desk, content(), "c1")) == "not-now"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"language": "en"}, "nobody"),
        ({"when": "once", "day": "2026-03-01", "clock": "11:00"}, "over"),
    ],
)
async def test_what_would_reach_nobody_or_is_over_is_not_put_before_a_colleague(
    world: World, fields: dict[str, str], why: str
) -> None:
    await agreed(world, "a")
    await written(world, **fields)
    await a_tester(world, "mona")
    await done(world, "mona", lambda desk: acts.test(desk, content(), "c1"))
    assert await refused(world, "mona", lambda desk: acts.ask(desk, content(), "c1")) == why


async def test_so_few_a_day_that_not_all_would_hear_is_refused(world: World) -> None:
    await agreed(world, *(f"u{number}" for number in range(15)))
    await written(world, cap="1")
    await a_tester(world, "mona")
    await done(world, "mona", lambda desk: acts.test(desk, content(), "c1"))
    assert await refused(world, "mona", lambda desk: acts.ask(desk, content(), "c1")) == "slow"
    await done(world, "mona", lambda desk: acts.save(desk, content(), "c1", {**FORM, "cap": "2"}, new=False))
    await done(world, "mona", lambda desk: acts.test(desk, content(), "c1"))
    await done(world, "mona", lambda desk: acts.ask(desk, content(), "c1"))


ACTS: dict[str, Any] = {
    "save": lambda desk: acts.save(desk, content(), "c1", FORM, new=True),
    "test": lambda desk: acts.test(desk, content(), "c1"),
    "ask": lambda desk: acts.ask(desk, content(), "c1"),
    "approve": lambda desk: acts.approve(desk, content(), "c1"),
    "return": lambda desk: acts.send_back(desk, "c1"),
    "pause": lambda desk: acts.pause(desk, "c1"),
    "resume": lambda desk: acts.resume(desk, "c1"),
    "stop": lambda desk: acts.stop(desk, "c1"),
    "tester": lambda desk: acts.name_tester(desk, "12345678"),
}


@pytest.mark.parametrize("role", ["researcher", "author"])
@pytest.mark.parametrize("act", ACTS)
async def test_other_roles_may_do_nothing(world: World, act: str, role: Role) -> None:
    await agreed(world, "a")
    await approved(world)
    assert await refused(world, "noura", ACTS[act], role) == "not-allowed"


@pytest.mark.parametrize("act", ACTS)
async def test_a_branchs_representative_may_do_nothing_whatever_their_role(world: World, act: str) -> None:
    await agreed(world, "a")
    await approved(world)
    await _staff(world, "noura", "administrator")
    await world.write(lambda tx: tx.staff.set_role("noura", ORG, "administrator", branch="abha"))
    assert await refused(world, "noura", ACTS[act]) == "not-allowed"


async def test_a_code_from_ones_own_chat_names_it_and_works_once(world: World) -> None:
    await world.hear("مرحبا", user="mine")
    chat = await world.conversation("mine")
    mona = await _staff(world, "mona")

    def offered(tx: Transaction) -> None:
        reaching.offer(tx, chat, "12345678", now=world.clock())

    def named(desk: Desk) -> object:
        return acts.name_tester(desk, "1234 5678")

    assert isinstance(await world.at_desk(mona, named), acts.BadCode)
    await world.write(offered)
    found = await world.at_desk(mona, named)
    assert getattr(found, "id", None) == chat.id
    assert await world.write(lambda tx: tx.campaigns.tester(ORG, "mona")) == chat.id
    assert isinstance(await world.at_desk(mona, named), acts.BadCode)


async def test_codes_are_not_guessed(world: World) -> None:
    await world.hear("مرحبا", user="mine")
    chat = await world.conversation("mine")
    mona = await _staff(world, "mona")
    await world.write(lambda tx: reaching.offer(tx, chat, "12345678", now=world.clock()))
    for number in range(5):
        await world.at_desk(mona, lambda desk, n=number: acts.name_tester(desk, f"0000000{n}"))  # type: ignore[misc]
    found = await world.at_desk(mona, lambda desk: acts.name_tester(desk, "12345678"))
    assert isinstance(found, acts.BadCode)


async def test_another_organisations_campaign_is_not_there(world: World) -> None:
    await written(world)
    mona = await _staff(world, "mona")
    await world.write(lambda tx: tx.staff.set_role("mona", "banan", "supervisor"))
    found = await world.write(lambda tx: acts.stop(world.worker.desk(tx, mona, "banan"), "c1"))
    assert isinstance(found, acts.Missing)


async def _staff(world: World, login: str, role: Role = "supervisor") -> Staff:
    known = await world.write(lambda tx: tx.staff.by_login(login))
    return known or await world.staff(login, role)
