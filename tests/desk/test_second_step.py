"""The code at sign-in: set up, asked for, used once, renewed, switched off."""

from collections.abc import Mapping

import pyotp
import pytest

from bot.desk import accounts, second_step, signin
from bot.desk.second_step import Codes, NotOn, NotTheirs, WrongCode
from bot.desk.signin import CodeDue, SignedIn, TooManyTries
from bot.ports.records import Role, Staff
from tests.worker.world import ORG, World

PASSWORD = "a-long-password-for-tests"


async def account(world: World, login: str = "sara", roles: Mapping[str, Role] | None = None) -> Staff:
    new = accounts.NewAccount(id=f"id-{login}", login=login, name=login, roles=roles or {ORG: "researcher"})
    made = await accounts.create(world.store, new, now=world.clock(), password=PASSWORD)
    assert isinstance(made, accounts.Created)
    return made.staff


async def code(world: World, staff: Staff) -> str:
    """Return what the phone shows now."""
    kept = await world.write(lambda tx: tx.second_steps.of(staff.id))
    assert kept is not None
    return pyotp.TOTP(kept.secret).at(world.clock())


async def turned_on(world: World, staff: Staff) -> Codes:
    assert await world.write(lambda tx: second_step.begin(tx, staff, now=world.clock()))
    typed = await code(world, staff)
    on = await world.write(lambda tx: second_step.confirm(tx, staff, typed, now=world.clock()))
    assert isinstance(on, Codes)
    world.clock.pass_(seconds=30)
    return on


async def due(world: World, staff: Staff) -> str:
    """Give the password; return the mark of it that goes with the code."""
    asked = await signin.sign_in(world.store, login=staff.login, password=PASSWORD, now=world.clock())
    assert isinstance(asked, CodeDue)
    return second_step.mark(asked.staff)


async def finish(world: World, staff: Staff, typed: str, mark: str | None = None) -> object:
    given = mark if mark is not None else await due(world, staff)
    return await world.write(
        lambda tx: second_step.finish(tx, staff.id, typed, password_mark=given, now=world.clock())
    )


async def test_the_password_alone_lets_nobody_in(world: World) -> None:
    sara = await account(world)
    await turned_on(world, sara)
    mark = await due(world, sara)
    assert await finish(world, sara, "000000", mark) == WrongCode()
    signed = await finish(world, sara, await code(world, sara), mark)
    assert isinstance(signed, SignedIn)
    assert await signin.session_of(world.store, signed.token, now=world.clock()) == signed.staff


async def test_a_second_step_that_was_not_confirmed_is_not_asked_for(world: World) -> None:
    sara = await account(world)
    await world.write(lambda tx: second_step.begin(tx, sara, now=world.clock()))
    confirmed = await world.write(lambda tx: second_step.confirm(tx, sara, "123", now=world.clock()))
    assert confirmed == WrongCode()
    signed = await signin.sign_in(world.store, login="sara", password=PASSWORD, now=world.clock())
    assert isinstance(signed, SignedIn)


async def test_the_same_code_is_good_once(world: World) -> None:
    sara = await account(world)
    await world.write(lambda tx: second_step.begin(tx, sara, now=world.clock()))
    typed = await code(world, sara)
    on = await world.write(lambda tx: second_step.confirm(tx, sara, typed, now=world.clock()))
    assert isinstance(on, Codes)
    assert await finish(world, sara, typed) == WrongCode()
    world.clock.pass_(seconds=30)
    fresh = await code(world, sara)
    assert isinstance(await finish(world, sara, fresh), SignedIn)
    assert await finish(world, sara, fresh) == WrongCode()


@pytest.mark.parametrize(("late", "right"), [(-30, True), (30, True), (90, False), (-90, False)])
async def test_clocks_may_differ_by_half_a_minute(world: World, late: int, right: bool) -> None:
    sara = await account(world)
    await turned_on(world, sara)
    world.clock.pass_(minutes=5)
    typed = await code(world, sara)
    world.clock.pass_(seconds=late)
    assert isinstance(await finish(world, sara, typed), SignedIn) is right


async def test_arabic_digits_and_spaces_are_read(world: World) -> None:
    sara = await account(world)
    await turned_on(world, sara)
    typed = (await code(world, sara)).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert isinstance(await finish(world, sara, f" {typed[:3]} {typed[3:]} "), SignedIn)


async def test_a_recovery_code_lets_in_once(world: World) -> None:
    sara = await account(world)
    codes = (await turned_on(world, sara)).codes
    assert len(set(codes)) == second_step.CODES
    assert isinstance(await finish(world, sara, codes[3].upper()), SignedIn)
    assert await finish(world, sara, codes[3]) == WrongCode()
    assert await world.write(lambda tx: tx.second_steps.codes_left(sara.id)) == second_step.CODES - 1


async def test_new_recovery_codes_end_the_earlier_ones(world: World) -> None:
    sara = await account(world)
    old = (await turned_on(world, sara)).codes
    typed = await code(world, sara)
    new = await world.write(lambda tx: second_step.renew(tx, sara, typed, now=world.clock()))
    assert isinstance(new, Codes)
    assert await finish(world, sara, old[0]) == WrongCode()
    assert isinstance(await finish(world, sara, new.codes[0]), SignedIn)


async def test_guessing_codes_is_throttled_together_with_passwords(world: World) -> None:
    sara = await account(world)
    await turned_on(world, sara)
    mark = await due(world, sara)
    guesses = [await finish(world, sara, "000000", mark) for _ in range(signin.MOST_TRIES)]
    assert isinstance(guesses[-1], TooManyTries)
    assert isinstance(await finish(world, sara, await code(world, sara), mark), TooManyTries)
    world.clock.pass_(minutes=16)
    assert isinstance(await finish(world, sara, await code(world, sara), mark), SignedIn)


async def test_a_password_changed_meanwhile_or_a_lock_ends_the_way_in(world: World) -> None:
    sara = await account(world)
    await turned_on(world, sara)
    mark = await due(world, sara)
    typed = await code(world, sara)
    await accounts.reset_password(world.store, "sara", now=world.clock())
    assert await finish(world, sara, typed, mark) == NotOn()
    fresh = await world.write(lambda tx: tx.staff.get(sara.id))
    assert fresh is not None
    await world.write(lambda tx: accounts.set_disabled(tx, "sara", disabled=True, now=world.clock()))
    assert await finish(world, sara, typed, second_step.mark(fresh)) == NotOn()


async def test_switching_it_on_ends_sessions_that_came_without(world: World) -> None:
    sara = await account(world)
    elsewhere = await signin.sign_in(world.store, login="sara", password=PASSWORD, now=world.clock())
    assert isinstance(elsewhere, SignedIn)
    await turned_on(world, sara)
    assert await signin.session_of(world.store, elsewhere.token, now=world.clock()) is None


async def test_it_is_switched_off_with_a_code(world: World) -> None:
    sara = await account(world)
    await turned_on(world, sara)
    right = await code(world, sara)
    wrong = await world.write(lambda tx: second_step.turn_off(tx, sara, "000000", now=world.clock()))
    assert wrong == WrongCode()
    done = await world.write(lambda tx: second_step.turn_off(tx, sara, right, now=world.clock()))
    assert isinstance(done, accounts.Changed)
    signed = await signin.sign_in(world.store, login="sara", password=PASSWORD, now=world.clock())
    assert isinstance(signed, SignedIn)


async def test_who_looks_after_all_their_organisations_may_switch_it_off(world: World) -> None:
    sara = await account(world, "sara", {ORG: "researcher", "banan": "author"})
    here = await account(world, "here", {ORG: "administrator", "banan": "supervisor"})
    both = await account(world, "both", {ORG: "administrator", "banan": "administrator"})
    await turned_on(world, sara)
    for actor, expected in ((here, NotTheirs), (both, accounts.Changed), (both, NotOn), (None, NotOn)):
        outcome = await world.write(
            lambda tx, actor=actor: second_step.switch_off(tx, "sara", now=world.clock(), actor=actor)  # type: ignore[misc]
        )
        assert isinstance(outcome, expected)


@pytest.mark.parametrize(
    ("roles", "required"),
    [
        ({ORG: "administrator"}, True),
        ({ORG: "researcher"}, False),
        ({"banan": "administrator"}, False),
        ({}, False),
    ],
)
def test_organisations_require_it_of_roles(roles: Mapping[str, Role], required: bool) -> None:
    assert second_step.is_required(roles, {ORG: ("administrator", "supervisor")}) is required


async def test_a_sessions_use_is_noted_once_a_minute(world: World) -> None:
    sara = await account(world)
    signed = await signin.sign_in(world.store, login="sara", password=PASSWORD, now=world.clock())
    assert isinstance(signed, SignedIn)
    noted = []
    for seconds, used in ((1, False), (1, True), (50, True), (20, True)):
        world.clock.pass_(seconds=seconds)
        await signin.session_of(world.store, signed.token, now=world.clock(), used=used)
        (session,) = await world.write(lambda tx: tx.staff.sessions(sara.id, now=world.clock()))
        noted.append(session.seen_at)
    assert noted[0] is None
    assert noted[1] == noted[2]
    assert noted[3] == world.clock()
