"""Chats as staff see them on a messaging platform, and who of staff is who there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, delete, literal_column, or_, select, update

from bot.ports.records import Delivery, ShownLine, Staff, Thread
from bot.store.repository import Found, Repository
from bot.store.staff import StaffRows
from bot.store.statements import ROW, binds, insertion_of_new, insertion_or_change, within
from bot.store.tables import staff, staff_codes, staff_links, thread_copies, thread_lines, threads

_t = threads.c
_KEY = ("organisation_id", "conversation_id")
_FIELDS = tuple(column.name for column in threads.c)
_keep = insertion_or_change(
    threads,
    first=binds(*_FIELDS),
    unique=_KEY,
    # `erase` is only ever set by the person's wish: writing back an older reading must not undo it
    then=binds(*(name for name in _FIELDS if name not in (*_KEY, "erase"))),
    returning=_t.conversation_id,
)
_get = select(threads).where(within(threads))
_find = select(threads).where(_t.group_id == bindparam("place"), _t.number == bindparam("nth"))
_open = select(threads).where(
    _t.organisation_id == bindparam("org"), or_(_t.closed.is_(False), _t.erase.is_(True))
)
_drop = delete(threads).where(within(threads))
_drop_lines = delete(thread_lines).where(within(thread_lines))
_drop_copies = delete(thread_copies).where(within(thread_copies))
_keep_line = insertion_of_new(thread_lines, unique=(*_KEY, "message"))
_this_line = within(thread_lines) & (thread_lines.c.message == ROW)
_line_of = select(thread_lines.c.line_id).where(_this_line)
_set_line = update(thread_lines).where(_this_line).values(binds("delivery"))
_correct_line = (
    update(thread_lines)
    .where(_this_line)
    .values(
        line_id=bindparam("newer"),
        delivery=case((thread_lines.c.delivery == literal_column("'none'"), "none"), else_="queued"),
    )
)
_written = select(thread_lines).where(within(thread_lines)).order_by(thread_lines.c.line_id)

_no_code = delete(staff_codes).where(staff_codes.c.staff_id == ROW)
_issue = insertion_or_change(
    staff_codes,
    first=binds("staff_id", "code_hash", "expires_at"),
    unique=("staff_id",),
    then=binds("code_hash", "expires_at"),
    returning=staff_codes.c.staff_id,
)
_by_code = select(staff_codes.c.staff_id).where(
    staff_codes.c.code_hash == bindparam("hashed"),
    staff_codes.c.expires_at > bindparam("now", type_=staff_codes.c.expires_at.type),
    staff_codes.c.staff_id.in_(select(staff.c.id).where(staff.c.disabled.is_(False))),
)
_no_user = delete(staff_links).where(staff_links.c.user_id == bindparam("who"))
_link = insertion_or_change(
    staff_links,
    first=binds("staff_id", "user_id", "linked_at"),
    unique=("staff_id",),
    then=binds("user_id", "linked_at"),
    returning=staff_links.c.staff_id,
)
_by_user = select(staff_links.c.staff_id).where(staff_links.c.user_id == bindparam("who"))
_user_of = select(staff_links.c.user_id).where(staff_links.c.staff_id == ROW)
_unlink = delete(staff_links).where(staff_links.c.staff_id == ROW)


class ThreadRows(Repository):
    """`bot.ports.store.Threads`."""

    def keep(self, thread: Thread) -> None:
        """Keep a thread, or what has changed of it."""
        self._first(
            _keep,
            organisation_id=thread.organisation,
            conversation_id=thread.conversation,
            group_id=str(thread.group),
            number=thread.number,
            head=thread.head,
            shown=thread.shown,
            cursor=thread.cursor,
            told_at=thread.told_at,
            escalated=thread.escalated,
            closed=thread.closed,
            erase=thread.erase,
            team=thread.team,
        )

    def get(self, organisation: str, conversation: str) -> Thread | None:
        """Return the thread of a conversation."""
        return _to_thread(self._first(_get, org=organisation, conv=conversation))

    def find(self, group: int, number: int) -> Thread | None:
        """Return the thread at a place of the platform; it names its organisation."""
        return _to_thread(self._first(_find, place=str(group), nth=number))

    def open(self, organisation: str) -> Sequence[Thread]:
        """Return the threads that are not closed, and those that must be erased."""
        found = (_to_thread(row) for row in self._all(_open, org=organisation))
        return [thread for thread in found if thread is not None]

    def drop(self, organisation: str, conversation: str) -> None:
        """Forget a thread, its lines and copies."""
        self._change(_drop_copies, org=organisation, conv=conversation)
        self._change(_drop_lines, org=organisation, conv=conversation)
        self._change(_drop, org=organisation, conv=conversation)

    def keep_line(
        self, organisation: str, conversation: str, *, message: int, line: int, delivery: Delivery
    ) -> bool:
        """Note which line a platform's message became. False if that was noted before."""
        place = {"organisation_id": organisation, "conversation_id": conversation}
        return self._change(_keep_line, **place, message=message, line_id=line, delivery=delivery) > 0

    def corrected(self, organisation: str, conversation: str, *, message: int, line: int) -> None:
        """Let a platform's message stand for a newer line, which is on its way like a first one."""
        self._change(_correct_line, org=organisation, conv=conversation, row=message, newer=line)

    def line_of(self, organisation: str, conversation: str, *, message: int) -> int:
        """Return the line of a platform's message; 0 if it is none."""
        row = self._first(_line_of, org=organisation, conv=conversation, row=message)
        return 0 if row is None else int(row.line_id)

    def shown(self, organisation: str, conversation: str, *, message: int, delivery: Delivery) -> None:
        """Note what staff are shown of a line's delivery."""
        self._change(_set_line, org=organisation, conv=conversation, row=message, delivery=delivery)

    def written(self, organisation: str, conversation: str) -> Sequence[ShownLine]:
        """Return the lines that staff wrote on the platform."""
        rows = self._all(_written, org=organisation, conv=conversation)
        return [ShownLine(message=row.message, line=row.line_id, delivery=row.delivery) for row in rows]


class StaffLinkRows(Repository):
    """`bot.ports.store.StaffLinks`."""

    def issue(self, staff: str, *, code_hash: str, expires_at: datetime) -> None:
        """Keep a one-time code of an account in place of an older one."""
        self._first(_issue, staff_id=staff, code_hash=code_hash, expires_at=expires_at)

    def redeem(self, code_hash: str, *, user: str, now: datetime) -> Staff | None:
        """Tie the code's account to a platform's user and use the code up; None if it is not valid."""
        row = self._first(_by_code, hashed=code_hash, now=now)
        if row is None or not self._change(_no_code, row=row.staff_id):
            return None
        self._change(_no_user, who=user)
        self._first(_link, staff_id=row.staff_id, user_id=user, linked_at=now)
        return StaffRows(self._session).get(row.staff_id)

    def staff_of(self, user: str) -> Staff | None:
        """Return the account of a platform's user."""
        row = self._first(_by_user, who=user)
        return None if row is None else StaffRows(self._session).get(row.staff_id)

    def user_of(self, staff: str) -> str | None:
        """Return the platform's user of an account."""
        row = self._first(_user_of, row=staff)
        return None if row is None else str(row.user_id)

    def unlink(self, staff: str) -> bool:
        """Untie an account. False if it was not tied."""
        self._change(_no_code, row=staff)
        return self._change(_unlink, row=staff) > 0


def _to_thread(row: Found | None) -> Thread | None:
    if row is None:
        return None
    return Thread(
        organisation=row.organisation_id,
        conversation=row.conversation_id,
        group=int(row.group_id),
        number=row.number,
        head=row.head,
        shown=row.shown,
        cursor=row.cursor,
        told_at=row.told_at,
        escalated=row.escalated,
        closed=row.closed,
        erase=row.erase,
        team=row.team,
    )
