"""All chats of somebody who leaves go on at once; the persons hear of it only if a role changes."""

from functools import partial

import pytest

from bot.desk import accounts, holding, leaving, signin, snoozing, teams
from bot.desk.leaving import HandedOn, NoTaker, Taker
from bot.desk.outcomes import NotAllowed
from bot.ports.records import Staff
from tests.worker.world import ORG, World

PASSWORD = "a-long-password-for-tests"
SARA = accounts.NewAccount(id="sara", login="sara", name="Sara", roles={ORG: "researcher"})


async def _leaver(world: World, chats: int = 2) -> Staff:
    """Return somebody who is signed in and holds chats of two persons, one of them put off."""
    made = await accounts.create(world.store, SARA, now=world.clock(), password=PASSWORD)
    assert isinstance(made, accounts.Created)
    for number in range(chats):
        user = f"u{number}"
        await world.hear("مرحبا", user=user)
        await world.hear(user=user, choice="person")
        chat = (await world.conversation(user)).id
        await world.at_desk(made.staff, lambda desk, chat=chat: holding.claim(desk, chat))  # type: ignore[misc]
    await world.at_desk(made.staff, lambda desk: snoozing.snooze(desk, chat, until=None, kind="person"))
    await world.sent()
    return made.staff


async def _leave(world: World, actor: Staff, leaver: Staff, to: Taker, *, locking: bool = False) -> object:
    return await world.write(
        lambda tx: leaving.leave(
            partial(world.worker.desk, tx, actor), leaver, to, places=(ORG,), locking=locking
        )
    )


async def test_to_a_colleague_of_the_same_role_nothing_is_said(world: World) -> None:
    sara, boss = await _leaver(world), await world.staff("boss", role="supervisor")
    await world.staff("omar")
    assert await _leave(world, boss, sara, Taker(staff="omar")) == HandedOn(chats=2)
    rows = [await world.conversation(user) for user in ("u0", "u1")]
    assert [(row.owner, row.holder, row.snooze) for row in rows] == [("staff", "omar", None)] * 2
    assert await world.sent() == []


async def test_another_role_is_told(world: World) -> None:
    sara, boss = await _leaver(world), await world.staff("boss", role="supervisor")
    assert await _leave(world, boss, sara, Taker(staff="boss")) == HandedOn(chats=2)
    told = await world.sent()
    assert len(told) == 2
    assert all("أحد المشرفين" in text for text in told)
    assert not any("Boss" in text for text in told)
    await world.hear("شكرا", user="u0")
    assert await world.sent() == []  # the bot stays silent


@pytest.mark.parametrize("team", [None, "legal"])
async def test_back_to_the_waiting_list_is_told(world: World, team: str | None) -> None:
    sara, boss = await _leaver(world), await world.staff("boss", role="supervisor")
    await world.write(lambda tx: teams.set_team(tx, "boss", "legal", now=world.clock()))
    assert await _leave(world, boss, sara, Taker(team=team)) == HandedOn(chats=2)
    assert all("زميل له" in text for text in await world.sent())
    waiting = await world.store.read.waiting([ORG])
    assert [(row.team, row.waiting_since) for row in waiting] == [(team, world.clock())] * 2


async def test_their_sessions_end_and_the_account_is_locked_if_asked(world: World) -> None:
    sara, boss = await _leaver(world), await world.staff("boss", role="supervisor")
    for locking in (False, True):
        signed = await signin.sign_in(world.store, login="sara", password=PASSWORD, now=world.clock())
        assert isinstance(signed, signin.SignedIn)
        await _leave(world, boss, sara, Taker(), locking=locking)
        assert await signin.session_of(world.store, signed.token, now=world.clock()) is None
    again = await signin.sign_in(world.store, login="sara", password=PASSWORD, now=world.clock())
    assert again == signin.WrongPassword()


async def test_nothing_is_done_if_it_cannot_be_done_whole(world: World) -> None:
    sara, boss = await _leaver(world), await world.staff("boss", role="supervisor")
    omar = await world.staff("omar")
    await world.staff("author", role="author")
    for to in (Taker(staff="sara"), Taker(staff="author"), Taker(staff="ghost"), Taker(team="none")):
        assert await _leave(world, boss, sara, to) == NoTaker(organisation=ORG)
    assert await _leave(world, omar, sara, Taker()) == NotAllowed()
    assert (await world.conversation("u0")).holder == "sara"
    with pytest.raises(ValueError, match="nowhere"):
        await world.write(
            lambda tx: leaving.leave(
                partial(world.worker.desk, tx, boss), sara, Taker(), places=(), locking=False
            )
        )


async def test_who_holds_nothing_may_still_leave(world: World) -> None:
    boss, omar = await world.staff("boss", role="supervisor"), await world.staff("omar")
    assert await _leave(world, boss, omar, Taker(team="none"), locking=True) == HandedOn(chats=0, locked=True)
    found = await world.write(lambda tx: tx.staff.get("omar"))
    assert found is not None
    assert found.disabled


async def test_the_command_line_may_do_it(world: World) -> None:
    sara = await _leaver(world)
    actor = leaving.command_line((ORG,), now=world.clock())
    assert await _leave(world, actor, sara, Taker(), locking=True) == HandedOn(chats=2, locked=True)
