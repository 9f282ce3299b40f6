"""Accounts, sign-in sessions, audit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, select, update

from bot.ports.records import Role, Session, Staff
from bot.store.repository import Found, Repository
from bot.store.statements import ROW, binds, insertion, insertion_of_new, insertion_or_change, within
from bot.store.tables import audit, reply_keys, second_steps, sessions, staff, staff_roles

_add = insertion_of_new(staff, unique=("login",))
_has_second_step = (
    exists().where(second_steps.c.staff_id == staff.c.id, second_steps.c.confirmed_at.is_not(None))
).label("second_step")
ACCOUNT = select(staff, _has_second_step)
_accounts = ACCOUNT.order_by(staff.c.login)
_by_login = ACCOUNT.where(staff.c.login == bindparam("called"))
_by_id = ACCOUNT.where(staff.c.id == ROW)
LIVE_SESSION = and_(
    sessions.c.token_hash == bindparam("token"),
    sessions.c.expires_at > bindparam("now", type_=sessions.c.expires_at.type),
    staff.c.disabled.is_(False),
)
_by_session = ACCOUNT.join(sessions, sessions.c.staff_id == staff.c.id).where(LIVE_SESSION)
_roles = select(staff_roles)
_roles_of = _roles.where(staff_roles.c.staff_id == ROW)
_set_password = update(staff).where(staff.c.id == ROW).values(binds("password_hash", "must_change"))
_set_disabled = update(staff).where(staff.c.id == ROW).values(binds("disabled"))
_end_sessions = delete(sessions).where(sessions.c.staff_id == ROW)
_open_session = insertion(sessions, "seen_at")
_seen = update(sessions).where(sessions.c.token_hash == bindparam("token")).values(binds("seen_at"))
_close_session = delete(sessions).where(sessions.c.token_hash == bindparam("token"))
_live = (
    select(sessions)
    .where(
        sessions.c.staff_id == ROW, sessions.c.expires_at > bindparam("now", type_=sessions.c.expires_at.type)
    )
    .order_by(sessions.c.created_at.desc(), sessions.c.token_hash)
)
_end_session = delete(sessions).where(sessions.c.staff_id == ROW, sessions.c.token_hash == bindparam("token"))
_no_role = delete(staff_roles).where(
    staff_roles.c.organisation_id == bindparam("org"), staff_roles.c.staff_id == ROW
)
_audit = insertion(audit, "id")
_keep_key = insertion_of_new(reply_keys, unique=("organisation_id", "conversation_id", "key"))
_same_key = (within(reply_keys)) & (reply_keys.c.key == bindparam("called"))
_kept_line = select(reply_keys.c.line_id).where(_same_key)
_fill_line = update(reply_keys).where(_same_key, reply_keys.c.line_id == 0).values(binds("line_id"))


_set_role = insertion_or_change(
    staff_roles,
    first=binds("organisation_id", "staff_id", "role", "branch"),
    unique=("organisation_id", "staff_id"),
    then=binds("role", "branch"),
    returning=staff_roles.c.staff_id,
)


class StaffRows(Repository):
    """`bot.ports.store.StaffRecords`."""

    def add(self, staff: Staff) -> None:
        """Keep a new account. ValueError if the login is taken."""
        added = self._change(
            _add,
            id=staff.id,
            login=staff.login,
            name=staff.name,
            password_hash=staff.password_hash,
            must_change=staff.must_change,
            disabled=staff.disabled,
            created_at=staff.created_at,
        )
        if not added:
            raise ValueError(f"the login {staff.login} is taken")
        for organisation, role in staff.roles.items():
            self.set_role(staff.id, organisation, role, branch=staff.branches.get(organisation))

    def by_login(self, login: str) -> Staff | None:
        """Find an account."""
        return self._with_roles(self._first(_by_login, called=login))

    def get(self, staff: str) -> Staff | None:
        """Read an account."""
        return self._with_roles(self._first(_by_id, row=staff))

    def list(self) -> Sequence[Staff]:
        """All accounts."""
        roles: dict[str, list[Found]] = defaultdict(list)
        for row in self._all(_roles):
            roles[row.staff_id].append(row)
        return [to_staff(row, roles[row.id]) for row in self._all(_accounts)]

    def _with_roles(self, row: Found | None) -> Staff | None:
        return None if row is None else to_staff(row, self._all(_roles_of, row=row.id))

    def set_password(self, staff: str, *, password_hash: str, must_change: bool) -> None:
        """Write a password hash and end all sessions."""
        self._change(_set_password, row=staff, password_hash=password_hash, must_change=must_change)
        self._change(_end_sessions, row=staff)

    def set_role(
        self, staff: str, organisation: str, role: Role | None, *, branch: str | None = None
    ) -> None:
        """Give, change or take away a role, in a whole organisation or for one branch."""
        if role is None:
            self._change(_no_role, row=staff, org=organisation)
        else:
            row = {"organisation_id": organisation, "staff_id": staff, "role": role, "branch": branch}
            self._first(_set_role, **row)

    def set_disabled(self, staff: str, *, disabled: bool) -> None:
        """Lock or unlock an account; locking ends its sessions."""
        self._change(_set_disabled, row=staff, disabled=disabled)
        if disabled:
            self._change(_end_sessions, row=staff)

    def open_session(self, session: Session) -> None:
        """Keep a sign-in."""
        self._change(
            _open_session,
            token_hash=session.token_hash,
            staff_id=session.staff,
            created_at=session.created_at,
            expires_at=session.expires_at,
            device=session.device,
        )

    def session(self, token_hash: str, *, now: datetime) -> Staff | None:
        """Return the account of a live session."""
        return self._with_roles(self._first(_by_session, token=token_hash, now=now))

    def sessions(self, staff: str, *, now: datetime) -> Sequence[Session]:
        """Return the live sessions of an account, newest first."""
        return [
            Session(
                token_hash=row.token_hash,
                staff=row.staff_id,
                created_at=row.created_at,
                expires_at=row.expires_at,
                device=row.device,
                seen_at=row.seen_at,
            )
            for row in self._all(_live, row=staff, now=now)
        ]

    def seen(self, token_hash: str, *, at: datetime) -> None:
        """Note when a session was used last."""
        self._change(_seen, token=token_hash, seen_at=at)

    def end_session(self, staff: str, token_hash: str) -> bool:
        """End one session of an account. False if it has none such."""
        return self._change(_end_session, row=staff, token=token_hash) > 0

    def close_session(self, token_hash: str) -> None:
        """Sign out."""
        self._change(_close_session, token=token_hash)

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
        what = {"actor": actor, "action": action, "subject": subject}
        self._change(_audit, organisation_id=organisation, **what, detail=dict(detail), at=at)

    def reply_line(self, organisation: str, conversation: str, *, key: str) -> int:
        """Return the line kept under the key of a staff reply; 0 if there is none."""
        row = self._first(_kept_line, org=organisation, conv=conversation, called=key)
        return 0 if row is None else int(row.line_id)

    def keep_reply(self, organisation: str, conversation: str, *, key: str, line: int) -> int:
        """Keep the key of a staff reply; return the line kept first under that key (0 if none was).

        Kept with line 0 it is only reserved: the line may be filled in by a second call.
        """
        place = {"organisation_id": organisation, "conversation_id": conversation}
        if self._change(_keep_key, **place, key=key, line_id=line):
            return 0
        same = {"org": organisation, "conv": conversation, "called": key}
        if self._change(_fill_line, **same, line_id=line):
            return 0
        return self._number(_kept_line, **same)


def to_staff(row: Found, roles: Sequence[Found]) -> Staff:
    """Turn a row of `ACCOUNT` and those of its roles into its record."""
    return Staff(
        id=row.id,
        login=row.login,
        name=row.name,
        password_hash=row.password_hash,
        must_change=row.must_change,
        disabled=row.disabled,
        roles={one.organisation_id: one.role for one in roles},
        created_at=row.created_at,
        second_step=bool(row.second_step),
        branches={one.organisation_id: one.branch for one in roles if one.branch},
    )
