"""The second step of signing in: a code from an app on the member of staff's own phone (TOTP, RFC 6238).

A code is good once, half a minute before and after its own. Tries count together with those of the password.
Recovery codes, shown once and kept as hashes, stand in for a lost phone; each is good once.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyotp

from bot.desk.accounts import COMMAND, Changed, NoAccount
from bot.desk.permissions import may
from bot.desk.sessions import end_others
from bot.desk.signin import INSTALLATION, SignedIn, TooManyTries, clean_login, count_try, enter
from bot.ports.records import Role, Staff
from bot.ports.store import Transaction

PERIOD = 30  # seconds that a code stands for
DRIFT = 1  # so many codes before and after are taken: clocks differ
CODES = 10  # recovery codes
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is misread
_GROUPS, _SIGNS = 4, 4  # of a recovery code: 80 random bits


@dataclass(frozen=True, kw_only=True, slots=True)
class WrongCode:
    """Not the code of now, or one that was used already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotOn:
    """There is no second step, or none that was begun."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Codes:
    """New recovery codes: shown once, kept nowhere."""

    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NotTheirs:
    """Somebody with a role where the actor is no administrator: only who is may switch theirs off."""


def is_required(roles: Mapping[str, Role], demands: Mapping[str, Collection[str]]) -> bool:
    """Whether an organisation (id → roles that need it) wants a second step of who has these roles."""
    return any(role in demands.get(organisation, ()) for organisation, role in roles.items())


def begin(tx: Transaction, staff: Staff, *, now: datetime) -> bool:
    """Make a secret to be confirmed with a first code. False if a second step is in force."""
    return tx.second_steps.begin(staff.id, secret=pyotp.random_base32(), now=now)


def address(secret: str, login: str, *, issuer: str) -> str:
    """Return what an app reads from the picture: an otpauth address."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=login, issuer_name=issuer)


def confirm(
    tx: Transaction, staff: Staff, code: str, *, now: datetime, token: str = ""
) -> Codes | WrongCode | TooManyTries | NotOn:
    """Put the second step in force with a first code; all sessions but that of `token` end."""
    begun = tx.second_steps.of(staff.id)
    if begun is None or begun.confirmed_at is not None:
        return NotOn()
    refused = _check(tx, staff, code, now)
    if refused is not None:
        return refused
    tx.second_steps.confirm(staff.id, at=now)
    _audit(tx, staff.id, "second-step-on", staff.id, now)
    end_others(tx, staff, token, now=now)
    return _new_codes(tx, staff)


def finish(
    tx: Transaction, staff: str, code: str, *, password_mark: str, now: datetime, device: str = ""
) -> SignedIn | WrongCode | TooManyTries | NotOn:
    """Sign in who gave the right password before: `password_mark` says that it has not changed since."""
    account = tx.staff.get(staff)
    if account is None or account.disabled or not account.second_step or mark(account) != password_mark:
        return NotOn()
    refused = _check(tx, account, code, now, recovery=True)
    return refused if refused is not None else enter(tx, account, now=now, device=device)


def renew(
    tx: Transaction, staff: Staff, code: str, *, now: datetime
) -> Codes | WrongCode | TooManyTries | NotOn:
    """Give new recovery codes in place of all earlier ones."""
    if not _is_on(tx, staff):
        return NotOn()
    refused = _check(tx, staff, code, now)
    if refused is not None:
        return refused
    _audit(tx, staff.id, "second-step-codes", staff.id, now)
    return _new_codes(tx, staff)


def turn_off(
    tx: Transaction, staff: Staff, code: str, *, now: datetime
) -> Changed | WrongCode | TooManyTries | NotOn:
    """Do without it, with a code or recovery code."""
    if not _is_on(tx, staff):
        return NotOn()
    refused = _check(tx, staff, code, now, recovery=True)
    if refused is not None:
        return refused
    return _off(tx, staff, now, staff.id)


def switch_off(
    tx: Transaction, login: str, *, now: datetime, actor: Staff | None = None
) -> Changed | NotTheirs | NotOn | NoAccount:
    """Switch off that of a colleague who has lost phone and codes; their sessions end.

    Without an actor: on the command line. In the browser: by an administrator of every organisation in which
    the colleague has a role.
    """
    account = tx.staff.by_login(clean_login(login))
    if account is None:
        return NoAccount()
    if actor is not None and not may_switch_off(actor, account):
        return NotTheirs()
    if not _is_on(tx, account):
        return NotOn()
    for each in tx.staff.sessions(account.id, now=now):
        tx.staff.end_session(account.id, each.token_hash)
    return _off(tx, account, now, actor.id if actor else COMMAND)


def may_switch_off(actor: Staff, colleague: Staff) -> bool:
    """Whether the actor looks after all organisations in which the colleague has a role."""
    return bool(colleague.roles) and all(may(actor, each, "accounts") for each in colleague.roles)


def mark(account: Staff) -> str:
    """Return a sign of the account's password as it is now, from which nothing is learnt."""
    return hashlib.sha256(b"wasl password " + account.password_hash.encode()).hexdigest()


def _check(
    tx: Transaction, staff: Staff, code: str, now: datetime, *, recovery: bool = False
) -> WrongCode | TooManyTries | None:
    """Use a code up; None if it was right."""
    if isinstance(counted := count_try(tx, staff.login, now), TooManyTries):
        return counted
    typed = "".join(sign for sign in code.casefold() if sign.isalnum())
    if typed.isdecimal() and _use(tx, staff, typed, now):
        return None
    if recovery and tx.second_steps.redeem(staff.id, _hash(typed)):
        _audit(tx, staff.id, "second-step-recovery", staff.id, now)
        return None
    _audit(tx, staff.id, "second-step-failed", staff.id, now)
    return WrongCode()


def _use(tx: Transaction, staff: Staff, typed: str, now: datetime) -> bool:
    kept = tx.second_steps.of(staff.id)
    if kept is None:
        return False
    totp, here = pyotp.TOTP(kept.secret, interval=PERIOD), int(now.timestamp()) // PERIOD
    digits = "".join(str(int(sign)) for sign in typed)  # Arabic digits are digits
    fitting = [
        step
        for step in range(here - DRIFT, here + DRIFT + 1)
        if step > kept.last_step and pyotp.utils.strings_equal(totp.generate_otp(step), digits)
    ]
    return bool(fitting) and tx.second_steps.use(staff.id, fitting[-1])


def _new_codes(tx: Transaction, staff: Staff) -> Codes:
    codes = tuple(_random_code() for _ in range(CODES))
    tx.second_steps.keep_codes(staff.id, [_hash(code.replace("-", "")) for code in codes])
    return Codes(codes=codes)


def _random_code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS)) for _ in range(_GROUPS))


def _hash(code: str) -> str:
    return hashlib.sha256(b"wasl recovery " + code.encode()).hexdigest()


def _is_on(tx: Transaction, staff: Staff) -> bool:
    kept = tx.second_steps.of(staff.id)
    return kept is not None and kept.confirmed_at is not None


def _off(tx: Transaction, staff: Staff, now: datetime, actor: str) -> Changed:
    tx.second_steps.drop(staff.id)
    _audit(tx, actor, "second-step-off", staff.id, now)
    return Changed(staff=tx.staff.get(staff.id) or staff)


def _audit(tx: Transaction, actor: str, action: str, subject: str, now: datetime) -> None:
    tx.staff.audit(INSTALLATION, actor=actor, action=action, subject=subject, detail={}, at=now)
