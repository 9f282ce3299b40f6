"""Accounts of staff: made with a random password that must be changed, given roles, locked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.passwords import hash_password, random_password
from bot.desk.signin import INSTALLATION, LONGEST_LOGIN, clean_login
from bot.ports.places import BRANCH
from bot.ports.records import Role, Staff
from bot.ports.store import Store, Transaction

COMMAND = "command-line"  # actor of what is done with the `wasl` command
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAccount:
    """What a new account needs."""

    id: str
    login: str
    name: str  # shown to colleagues
    roles: Mapping[str, Role]  # organisation id → role
    branches: Mapping[str, str] = field(default_factory=dict)  # organisation id → branch, if not all of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Created:
    """The account, and its first password: shown once, kept nowhere."""

    staff: Staff
    password: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginTaken:
    """Somebody has this login."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BadLogin:
    """The login has signs other than 2 to 64 small Latin letters, digits, dots, `_`, `@`, `-`."""

    most: int = LONGEST_LOGIN


@dataclass(frozen=True, kw_only=True, slots=True)
class BadBranch:
    """The branch's name has signs other than at most 40 small Latin letters, digits and -."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoAccount:
    """There is no such account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """The account as it is now."""

    staff: Staff


async def create(
    store: Store, new: NewAccount, *, now: datetime, actor: str = COMMAND, password: str | None = None
) -> Created | LoginTaken | BadLogin:
    """Make an account. The password is random unless given; it must be changed at the first sign-in."""
    prepared = _prepare(new, password or random_password(), now)
    if isinstance(prepared, BadLogin):
        return prepared
    return await store.write(lambda tx: _add(tx, prepared, actor))


async def create_first(
    store: Store, new: NewAccount, *, now: datetime, password: str | None = None
) -> Created | None:
    """Make the first account of an installation; None if there are accounts. ValueError for a bad login."""
    if await store.write(lambda tx: bool(tx.staff.list())):
        return None
    made = await create(store, new, now=now, password=password)
    if isinstance(made, BadLogin):
        raise ValueError("a login has 2 to 64 small Latin letters, digits and . _ @ -")
    return made if isinstance(made, Created) else None


async def reset_password(
    store: Store, login: str, *, now: datetime, actor: str = COMMAND
) -> Created | NoAccount:
    """Give a locked-out colleague a new random password; ends their sessions."""
    password = random_password()
    hashed = hash_password(password)

    def work(tx: Transaction) -> Created | NoAccount:
        account = tx.staff.by_login(clean_login(login))
        if account is None:
            return NoAccount()
        tx.staff.set_password(account.id, password_hash=hashed, must_change=True)
        _audit(tx, actor, "password-reset", account.id, now)
        return Created(staff=tx.staff.get(account.id) or account, password=password)

    return await store.write(work)


def set_role(
    tx: Transaction,
    login: str,
    organisation: str,
    role: Role | None,
    *,
    now: datetime,
    actor: str = COMMAND,
    branch: str | None = None,
) -> Changed | NoAccount | BadBranch:
    """Give, change or take away a role in an organisation, or in one branch of it."""
    if branch is not None and not BRANCH.fullmatch(branch):
        return BadBranch()
    account = tx.staff.by_login(clean_login(login))
    if account is None:
        return NoAccount()
    tx.staff.set_role(account.id, organisation, role, branch=branch)
    detail = {"role": role, "branch": branch}
    tx.staff.audit(organisation, actor=actor, action="role-set", subject=account.id, detail=detail, at=now)
    return Changed(staff=tx.staff.get(account.id) or account)


def set_disabled(
    tx: Transaction, login: str, *, disabled: bool, now: datetime, actor: str = COMMAND
) -> Changed | NoAccount:
    """Lock or unlock an account; locking ends its sessions."""
    account = tx.staff.by_login(clean_login(login))
    if account is None:
        return NoAccount()
    tx.staff.set_disabled(account.id, disabled=disabled)
    _audit(tx, actor, "locked" if disabled else "unlocked", account.id, now)
    return Changed(staff=tx.staff.get(account.id) or account)


def _prepare(new: NewAccount, password: str, now: datetime) -> Created | BadLogin:
    login = clean_login(new.login)
    if not _LOGIN.fullmatch(login):
        return BadLogin()
    staff = Staff(
        id=new.id,
        login=login,
        name=new.name.strip() or login,
        password_hash=hash_password(password),
        must_change=True,
        disabled=False,
        roles=dict(new.roles),
        branches=dict(new.branches),
        created_at=now,
    )
    return Created(staff=staff, password=password)


def _add(tx: Transaction, made: Created, actor: str) -> Created | LoginTaken:
    if tx.staff.by_login(made.staff.login) is not None:
        return LoginTaken()
    tx.staff.add(made.staff)
    _audit(tx, actor, "account-made", made.staff.id, made.staff.created_at)
    return made


def _audit(tx: Transaction, actor: str, action: str, subject: str, now: datetime) -> None:
    tx.staff.audit(INSTALLATION, actor=actor, action=action, subject=subject, detail={}, at=now)
