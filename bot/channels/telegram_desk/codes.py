"""Tying a Telegram user to a staff account by a one-time code from `wasl staff`."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.accounts import COMMAND, NoAccount
from bot.desk.signin import INSTALLATION, MOST_TRIES, TRY_WINDOW, TooManyTries, clean_login
from bot.ports.records import Staff
from bot.ports.store import Transaction

VALID = timedelta(minutes=30)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread: no i, l, o, 0, 1
_LENGTH = 10  # about 50 random bits, and few tries


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """A code, shown once and kept nowhere: the store has its hash."""

    code: str
    staff: Staff
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """The user is this member of staff from now on."""

    staff: Staff


@dataclass(frozen=True, kw_only=True, slots=True)
class BadCode:
    """No such code, or its time is over, or it was used."""


def issue(tx: Transaction, login: str, *, now: datetime, actor: str = COMMAND) -> Issued | NoAccount:
    """Make a code for an account; an older one is no longer valid."""
    account = tx.staff.by_login(clean_login(login))
    if account is None or account.disabled:
        return NoAccount()
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    tx.links.issue(account.id, code_hash=code_hash(code), expires_at=now + VALID)
    _audit(tx, actor, "telegram-code", account.id, now)
    return Issued(code=code, staff=account, expires_at=now + VALID)


def link(tx: Transaction, *, user: int, code: str, now: datetime) -> Linked | BadCode | TooManyTries:
    """Tie a Telegram user to the account of a code."""
    subject = actor_of(user)
    tries = tx.people.count_try(INSTALLATION, subject, what="telegram-code", since=now - TRY_WINDOW, now=now)
    if tries > MOST_TRIES:
        return TooManyTries()
    staff = tx.links.redeem(code_hash(code), user=str(user), now=now)
    if staff is None:
        _audit(tx, subject, "telegram-code-wrong", subject, now)
        return BadCode()
    _audit(tx, staff.id, "telegram-linked", subject, now)
    return Linked(staff=staff)


def unlink(tx: Transaction, login: str, *, now: datetime, actor: str = COMMAND) -> bool | NoAccount:
    """Untie an account and make its code worthless. False if it was not tied."""
    account = tx.staff.by_login(clean_login(login))
    if account is None:
        return NoAccount()
    was = tx.links.unlink(account.id)
    _audit(tx, actor, "telegram-unlinked", account.id, now)
    return was


def actor_of(user: int) -> str:
    """Return how the audit trail names a Telegram user."""
    return f"telegram:{user}"


def code_hash(code: str) -> str:
    """Return what the store keeps of a code."""
    return hashlib.sha256(code.strip().casefold().encode()).hexdigest()


def _audit(tx: Transaction, actor: str, action: str, subject: str, now: datetime) -> None:
    tx.staff.audit(INSTALLATION, actor=actor, action=action, subject=subject, detail={}, at=now)
