"""Signing in and out, and changing the password.

Hashing takes tens of milliseconds, so it happens between two writes, in a thread: the one writer never waits.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from bot.desk.passwords import SHORTEST, hash_password, is_outdated, is_right, is_weak, random_password
from bot.ports.records import Session, Staff
from bot.ports.store import Store, Transaction

MOST_TRIES = 10  # of one login in TRY_WINDOW, right ones included
TRY_WINDOW = timedelta(minutes=15)
SESSION = timedelta(hours=12)
SEEN = timedelta(minutes=1)  # a session's last use is noted as often as that, and not oftener
INSTALLATION = "-"  # accounts belong to the installation: the "organisation" of what concerns no single one
LONGEST_LOGIN = 64
LONGEST_DEVICE = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn:
    """Welcome. `token` goes into the cookie and is kept nowhere: the store has its hash."""

    token: str
    staff: Staff
    expires_at: datetime

    @property
    def must_change(self) -> bool:
        """Whether nothing else may be done before a new password is chosen."""
        return self.staff.must_change


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeDue:
    """The password is right, and a code is asked for next (see `bot.desk.second_step`)."""

    staff: Staff


@dataclass(frozen=True, kw_only=True, slots=True)
class WrongPassword:
    """No such login, a locked one, or a wrong password: not told which."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TooManyTries:
    """Tried too often with one login."""

    wait: timedelta = TRY_WINDOW


@dataclass(frozen=True, kw_only=True, slots=True)
class WeakPassword:
    """The new password is too easy to guess, or the old one again."""

    shortest: int = SHORTEST


@dataclass(frozen=True, kw_only=True, slots=True)
class PasswordChanged:
    """All sessions have ended."""

    staff: Staff  # as it is now


async def sign_in(
    store: Store, *, login: str, password: str, now: datetime, device: str = ""
) -> SignedIn | CodeDue | WrongPassword | TooManyTries:
    """Open a session if login and password are right and no code is asked for."""
    name = clean_login(login)[:LONGEST_LOGIN]
    account = await store.write(lambda tx: count_try(tx, name, now))
    if isinstance(account, TooManyTries):
        return account
    right = await asyncio.to_thread(is_right, account.password_hash if account else _decoy(), password)
    if account is None or account.disabled or not right:
        await store.write(lambda tx: _audit(tx, name, "sign-in-failed", now))
        return WrongPassword()
    if is_outdated(account.password_hash):
        await _set(store, account, password, must_change=account.must_change)
    if account.second_step:
        return CodeDue(staff=account)
    return await store.write(lambda tx: enter(tx, account, now=now, device=device))


def enter(tx: Transaction, account: Staff, *, now: datetime, device: str = "") -> SignedIn:
    """Open a session of somebody who has shown who they are."""
    token = secrets.token_urlsafe(32)
    session = Session(
        token_hash=token_hash(token),
        staff=account.id,
        created_at=now,
        expires_at=now + SESSION,
        device=device[:LONGEST_DEVICE],
    )
    tx.staff.open_session(session)
    _audit(tx, account.id, "signed-in", now)
    return SignedIn(token=token, staff=account, expires_at=session.expires_at)


async def change_password(
    store: Store, staff: Staff, *, old: str, new: str, now: datetime
) -> PasswordChanged | WrongPassword | WeakPassword | TooManyTries:
    """Choose a new password; ends all sessions of the account: `enter` opens a new one."""
    account = await store.write(lambda tx: count_try(tx, staff.login, now))
    if isinstance(account, TooManyTries):
        return account
    if account is None or not await asyncio.to_thread(is_right, account.password_hash, old):
        return WrongPassword()
    if new == old or is_weak(new, login=staff.login):
        return WeakPassword()
    await _set(store, account, new, must_change=False)
    await store.write(lambda tx: _audit(tx, staff.id, "password-changed", now))
    return PasswordChanged(staff=replace(account, must_change=False))


async def session_of(store: Store, token: str, *, now: datetime, used: bool = False) -> Staff | None:
    """Return who is signed in with this cookie, if anybody; `used`: by an act, which is noted once a minute.

    Reads beside the writer: every page asks this.
    """
    hashed = token_hash(token)
    found = await store.read.signed_in(hashed, now=now)
    if found is None:
        return None
    staff, seen_at = found
    if used and (seen_at is None or now - seen_at >= SEEN):
        await store.write(lambda tx: tx.staff.seen(hashed, at=now))
    return staff


def sign_out(tx: Transaction, staff: Staff, token: str, *, now: datetime) -> None:
    """End the session of this cookie."""
    tx.staff.close_session(token_hash(token))
    _audit(tx, staff.id, "signed-out", now)


def token_hash(token: str) -> str:
    """Return what the store keeps of a session's token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def clean_login(login: str) -> str:
    """Return a login as it is kept: without spaces around it, small letters."""
    return login.strip().casefold()


def count_try(tx: Transaction, login: str, now: datetime) -> Staff | TooManyTries | None:
    """Count a try to get in, by password or code; return whose login it is, unless there were too many."""
    since = now - TRY_WINDOW
    if tx.people.count_try(INSTALLATION, login, what="sign-in", since=since, now=now) > MOST_TRIES:
        return TooManyTries()
    return tx.staff.by_login(login)


async def _set(store: Store, account: Staff, password: str, *, must_change: bool) -> None:
    hashed = await asyncio.to_thread(hash_password, password)
    await store.write(
        lambda tx: tx.staff.set_password(account.id, password_hash=hashed, must_change=must_change)
    )


def _audit(tx: Transaction, actor: str, action: str, now: datetime) -> None:
    tx.staff.audit(INSTALLATION, actor=actor, action=action, subject=actor, detail={}, at=now)


@cache
def _decoy() -> str:
    """Return a hash that nobody knows the password of: an unknown login takes as long as a known one."""
    return hash_password(random_password())
