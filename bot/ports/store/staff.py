"""Accounts and sessions of staff."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.ports.records import Role, Session, Staff


class StaffRecords(Protocol):
    """Accounts, sign-in sessions, audit."""

    def add(self, staff: Staff) -> None:
        """Keep a new account. ValueError if the login is taken."""
        ...

    def by_login(self, login: str) -> Staff | None:
        """Find an account."""
        ...

    def get(self, staff: str) -> Staff | None:
        """Read an account."""
        ...

    def list(self) -> Sequence[Staff]:
        """All accounts."""
        ...

    def set_password(self, staff: str, *, password_hash: str, must_change: bool) -> None:
        """Write a password hash and end all sessions."""
        ...

    def set_role(
        self, staff: str, organisation: str, role: Role | None, *, branch: str | None = None
    ) -> None:
        """Give, change or take away a role, in a whole organisation or for one branch."""
        ...

    def set_disabled(self, staff: str, *, disabled: bool) -> None:
        """Lock or unlock an account; locking ends its sessions."""
        ...

    def open_session(self, session: Session) -> None:
        """Keep a sign-in."""
        ...

    def session(self, token_hash: str, *, now: datetime) -> Staff | None:
        """The account of a live session."""
        ...

    def sessions(self, staff: str, *, now: datetime) -> Sequence[Session]:
        """Live sessions of an account, newest first."""
        ...

    def seen(self, token_hash: str, *, at: datetime) -> None:
        """Note when a session was used last."""
        ...

    def end_session(self, staff: str, token_hash: str) -> bool:
        """End one session of an account. False if it has none such."""
        ...

    def close_session(self, token_hash: str) -> None:
        """Sign out."""
        ...

    def audit(
        self,
        organisation: str,
        *,
        actor: str,
        action: str,
        subject: str,
        detail: Mapping[str, Any],
        at: datetime,
    ) -> None:
        """Append to the audit trail."""
        ...

    def reply_line(self, organisation: str, conversation: str, *, key: str) -> int:
        """The line kept under the idempotency key of a staff reply; 0 if there is none."""
        ...

    def keep_reply(self, organisation: str, conversation: str, *, key: str, line: int) -> int:
        """Keep the idempotency key of a staff reply; return the line kept first under it, 0 if none."""
        ...
