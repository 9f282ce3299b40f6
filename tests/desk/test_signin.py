"""Accounts, signing in, passwords."""

from datetime import timedelta

import pytest

from bot.desk import accounts, signin
from bot.desk.accounts import BadLogin, Created, LoginTaken, NewAccount, NoAccount
from bot.desk.passwords import hash_password, is_right, is_weak, random_password
from bot.desk.signin import PasswordChanged, SignedIn, TooManyTries, WeakPassword, WrongPassword
from bot.ports.records import Staff
from tests.worker.world import ORG, World

FRESH = "a-fresh-and-long-one"


async def _account(world: World, login: str = "sara") -> Created:
    new = NewAccount(id=f"id-{login}", login=login, name="سارة", roles={ORG: "researcher"})
    made = await accounts.create(world.store, new, now=world.clock())
    assert isinstance(made, Created)
    return made


async def _sign_in(world: World, login: str, password: str) -> object:
    return await signin.sign_in(world.store, login=login, password=password, now=world.clock())


async def _who(world: World, token: str) -> Staff | None:
    return await signin.session_of(world.store, token, now=world.clock())


async def test_the_first_password_signs_in_and_must_be_changed(world: World) -> None:
    made = await _account(world)
    signed = await _sign_in(world, " Sara ", made.password)
    assert isinstance(signed, SignedIn)
    assert signed.must_change
    assert (await _who(world, signed.token)) == signed.staff
    changed = await signin.change_password(
        world.store, signed.staff, old=made.password, new=FRESH, now=world.clock()
    )
    assert isinstance(changed, PasswordChanged)
    assert not changed.staff.must_change
    assert await _who(world, signed.token) is None
    again = await _sign_in(world, "sara", FRESH)
    assert isinstance(again, SignedIn)
    assert not again.must_change


async def test_neither_password_nor_token_is_kept_in_clear(world: World) -> None:
    made = await _account(world)
    signed = await _sign_in(world, "sara", made.password)
    assert isinstance(signed, SignedIn)
    kept = await world.write(lambda tx: tx.staff.by_login("sara"))
    assert kept is not None
    assert kept.password_hash.startswith("$argon2id$")
    assert await world.write(lambda tx: tx.staff.session(signed.token, now=world.clock())) is None


async def test_wrong_password_and_unknown_login_are_told_alike(world: World) -> None:
    await _account(world)
    assert await _sign_in(world, "sara", "wrong") == WrongPassword()
    assert await _sign_in(world, "nobody", "wrong") == WrongPassword()


async def test_guessing_is_throttled_by_login(world: World) -> None:
    made = await _account(world)
    for _ in range(signin.MOST_TRIES):
        await _sign_in(world, "sara", "wrong")
    assert isinstance(await _sign_in(world, "sara", made.password), TooManyTries)
    world.clock.pass_(minutes=16)
    assert isinstance(await _sign_in(world, "sara", made.password), SignedIn)


async def test_a_session_ends(world: World) -> None:
    made = await _account(world)
    signed = await _sign_in(world, "sara", made.password)
    assert isinstance(signed, SignedIn)
    world.clock.time += signin.SESSION + timedelta(seconds=1)
    assert await _who(world, signed.token) is None


async def test_signing_out_ends_the_session(world: World) -> None:
    made = await _account(world)
    signed = await _sign_in(world, "sara", made.password)
    assert isinstance(signed, SignedIn)
    await world.write(lambda tx: signin.sign_out(tx, signed.staff, signed.token, now=world.clock()))
    assert await _who(world, signed.token) is None
    newest = (await world.store.read.audit([signin.INSTALLATION]))[0]
    assert (newest.actor, newest.action) == (signed.staff.id, "signed-out")


async def test_a_locked_account_is_out_at_once(world: World) -> None:
    made = await _account(world)
    signed = await _sign_in(world, "sara", made.password)
    assert isinstance(signed, SignedIn)
    await world.write(lambda tx: accounts.set_disabled(tx, "sara", disabled=True, now=world.clock()))
    assert await _who(world, signed.token) is None
    assert await _sign_in(world, "sara", made.password) == WrongPassword()


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaa", "sara-sara-sara", "x" * 201])
async def test_weak_passwords_are_refused(world: World, weak: str) -> None:
    made = await _account(world)
    outcome = await signin.change_password(
        world.store, made.staff, old=made.password, new=weak, now=world.clock()
    )
    assert isinstance(outcome, WeakPassword)


async def test_the_old_password_is_no_new_one(world: World) -> None:
    made = await _account(world)
    outcome = await signin.change_password(
        world.store, made.staff, old=made.password, new=made.password, now=world.clock()
    )
    assert isinstance(outcome, WeakPassword)


async def test_logins_are_unique_and_plain(world: World) -> None:
    await _account(world)
    twin = NewAccount(id="other", login="SARA", name="", roles={})
    assert await accounts.create(world.store, twin, now=world.clock()) == LoginTaken()
    odd = NewAccount(id="other", login="سارة", name="", roles={})
    assert await accounts.create(world.store, odd, now=world.clock()) == BadLogin()


async def test_the_first_account_is_made_once(world: World) -> None:
    new = NewAccount(id="first", login="admin", name="", roles={ORG: "administrator"})
    first = await accounts.create_first(world.store, new, now=world.clock(), password="given-by-install")
    assert isinstance(first, Created)
    assert first.password == "given-by-install"
    assert await accounts.create_first(world.store, new, now=world.clock()) is None


async def test_a_reset_gives_a_new_password_and_ends_sessions(world: World) -> None:
    made = await _account(world)
    signed = await _sign_in(world, "sara", made.password)
    assert isinstance(signed, SignedIn)
    reset = await accounts.reset_password(world.store, "sara", now=world.clock())
    assert isinstance(reset, Created)
    assert await _who(world, signed.token) is None
    assert isinstance(await _sign_in(world, "sara", reset.password), SignedIn)
    assert await accounts.reset_password(world.store, "ghost", now=world.clock()) == NoAccount()


async def test_roles_are_given_and_taken(world: World) -> None:
    await _account(world)
    given = await world.write(
        lambda tx: accounts.set_role(tx, "sara", "miras", "supervisor", now=world.clock())
    )
    assert isinstance(given, accounts.Changed)
    assert given.staff.roles == {ORG: "researcher", "miras": "supervisor"}
    taken = await world.write(lambda tx: accounts.set_role(tx, "sara", "miras", None, now=world.clock()))
    assert isinstance(taken, accounts.Changed)
    assert taken.staff.roles == {ORG: "researcher"}


def test_passwords() -> None:
    password = random_password()
    assert len(password) == 24
    assert password != random_password()
    assert is_right(hash_password(password), password)
    assert not is_right(hash_password(password), password + "x")
    assert not is_right("no hash", password)
    assert not is_weak(password, login="sara")
