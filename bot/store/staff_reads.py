"""What is asked about staff on every page."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from bot.ports.records import Staff
from bot.store.reading import Reading
from bot.store.staff import ACCOUNT, LIVE_SESSION, to_staff
from bot.store.tables import sessions, staff, staff_roles

_signed_in = (
    ACCOUNT.add_columns(
        sessions.c.seen_at, staff_roles.c.organisation_id, staff_roles.c.role, staff_roles.c.branch
    )
    .join(sessions, sessions.c.staff_id == staff.c.id)
    .outerjoin(staff_roles, staff_roles.c.staff_id == staff.c.id)
    .where(LIVE_SESSION)
)
_names = select(staff.c.id, staff.c.name)


class StaffReads(Reading):
    """The part of `bot.ports.store.Reads` about staff."""

    async def signed_in(self, token_hash: str, *, now: datetime) -> tuple[Staff, datetime | None] | None:
        """Return the account of a live session, and when the session was used last."""
        rows = await self._all(_signed_in, token=token_hash, now=now)
        if not rows:
            return None
        roles = [row for row in rows if row.organisation_id is not None]
        return to_staff(rows[0], roles), rows[0].seen_at

    async def staff_names(self) -> Mapping[str, str]:
        """Staff id → name."""
        return {row.id: row.name for row in await self._all(_names)}
