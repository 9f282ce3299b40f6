"""Members of staff: accounts, sessions, duty, what they keep for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Role = Literal["researcher", "supervisor", "administrator", "author"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """An account of the staff desk. Accounts belong to the installation, roles to an organisation."""

    id: str
    login: str
    name: str  # shown to colleagues only
    password_hash: str
    must_change: bool
    disabled: bool
    roles: Mapping[str, Role]  # organisation id → role
    created_at: datetime
    second_step: bool = False  # a code is asked for after the password
    branches: Mapping[str, str] = field(default_factory=dict)  # organisation id → branch, if not all of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A signed-in browser: only the hash of its token is kept."""

    token_hash: str
    staff: str
    created_at: datetime
    expires_at: datetime
    device: str = ""  # browser and system in short, such as `Firefox · Windows`
    seen_at: datetime | None = None  # when it was used last, to the minute


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """When somebody is on duty, each week, on the organisation's clock."""

    id: int
    organisation: str
    team: str  # whose chats; empty = all
    day: str  # sun … sat
    opens: int  # minutes since midnight
    closes: int
    staff: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """Local days, both included, on which somebody is away, and who stands in."""

    id: int
    organisation: str
    staff: str
    first: date
    last: date
    cover: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SecondStep:
    """What the codes of an account at sign-in are made from."""

    staff: str
    secret: str  # base32, encrypted at rest
    begun_at: datetime
    confirmed_at: datetime | None = None  # None = being set up: not asked for yet
    last_step: int = 0  # newest half minute (since 1970) whose code was used


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedView:
    """A list of the desk that a member of staff has saved."""

    name: str
    address: str  # below the desk's own, with the filters: waiting?org=aoun


@dataclass(frozen=True, kw_only=True, slots=True)
class Audited:
    """An entry of the audit trail."""

    id: int
    organisation: str  # or that of the installation (`bot.desk.signin.INSTALLATION`)
    at: datetime
    actor: str  # staff id; for what no member of staff did, a word or the login that was tried
    action: str
    subject: str  # of what: a conversation, a case's reference, an account, a document…
    detail: Mapping[str, Any]
