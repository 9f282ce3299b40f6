"""What cases have to tell their people."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update

from bot.ports.records import STAFF_HOLD, Notice, NoticeStatus
from bot.store.repository import Found, Repository
from bot.store.statements import CONV, ORG, binds, here, insertion
from bot.store.tables import IS_UNSEEN, case_notices, lines, outbox

_c = case_notices.c
_add = insertion(case_notices, "id", "line_id", "told_at", "opened_at", "tried", "unseen_until").returning(
    _c.id
)
_due = (
    select(case_notices)
    .where(
        _c.status == literal_column("'waiting'"), _c.not_before <= bindparam("now", type_=_c.not_before.type)
    )
    .order_by(_c.id)
    .limit(bindparam("most"))
)
_get = select(case_notices).where(here(case_notices))
_case = (_c.organisation_id == ORG) & (_c.case_id == bindparam("of_case"))
NOTICES_OF_CASE = select(case_notices).where(_case).order_by(_c.id)
_one = update(case_notices).where(here(case_notices))
_postpone = _one.values(not_before=bindparam("not_before"))
_queued = _one.values(binds("line_id", "unseen_until") | {"status": "queued"})
_sent_as = _c.line_id == bindparam("sent_as")
_on_its_way = _one.where(_c.status == literal_column("'queued'"), _sent_as)
_went_on = _on_its_way.values(binds("status", "told_at", "tried"))
_unseen = (
    select(case_notices)
    .where(IS_UNSEEN, _c.unseen_until <= bindparam("now", type_=_c.unseen_until.type))
    .order_by(_c.id)
    .limit(bindparam("most"))
)
_wait_unseen = _one.where(IS_UNSEEN).values(unseen_until=bindparam("unseen_until"))
_shown = (
    update(case_notices)
    .where(_c.organisation_id == ORG, _c.line_id.in_(bindparam("shown", expanding=True)), IS_UNSEEN)
    .values(unseen_until=None)
)
_chat_of = select(lines.c.conversation_id).where(
    lines.c.organisation_id == ORG, lines.c.id == bindparam("sent_as")
)
_pass_on = _one.where(IS_UNSEEN).values(
    status="waiting", unseen_until=None, not_before=bindparam("not_before"), tried=bindparam("tried")
)
_status = _one.values(status=bindparam("status"))
_told = _one.values(status="told", told_at=bindparam("told_at"))
_opened = update(case_notices).where(_case, _c.opened_at.is_(None)).values(opened_at=bindparam("opened_at"))
_opened_in = _opened.where((_c.conversation_id == CONV) | _c.conversation_id.is_(None))
_left = (
    select(
        _c.id, _c.organisation_id, _c.line_id, _c.tried,
        outbox.c.status, outbox.c.error, outbox.c.conversation_id,
    )
    .join(outbox, outbox.c.line_id == _c.line_id)
    .where(_c.status == literal_column("'queued'"), outbox.c.status != literal_column("'queued'"))
    .limit(500)
)  # fmt: skip


def to_notice(row: Found) -> Notice:
    """Turn a row into its record."""
    return Notice(
        id=row.id,
        organisation=row.organisation_id,
        case=row.case_id,
        conversation=row.conversation_id,
        step=row.step,
        fields=row.fields,
        status=row.status,
        urgent=row.urgent,
        not_before=row.not_before,
        created_at=row.created_at,
        line=row.line_id,
        told_at=row.told_at,
        opened_at=row.opened_at,
        tried=tuple(row.tried),
        unseen_until=row.unseen_until,
    )


class NoticeRows(Repository):
    """`bot.ports.store.Notices`."""

    def add(
        self,
        organisation: str,
        case: str,
        *,
        conversation: str | None,
        step: str,
        fields: Mapping[str, Any],
        status: NoticeStatus,
        urgent: bool,
        now: datetime,
    ) -> int:
        """Keep a notice and return its id."""
        return self._number(
            _add,
            organisation_id=organisation,
            case_id=case,
            conversation_id=conversation,
            step=step,
            fields=dict(fields),
            status=status,
            urgent=urgent,
            not_before=now,
            created_at=now,
        )

    def due(self, *, now: datetime, limit: int) -> Sequence[Notice]:
        """List waiting notices of all organisations whose time has come, oldest first."""
        return [to_notice(row) for row in self._all(_due, now=now, most=limit)]

    def get(self, organisation: str, notice: int) -> Notice | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=notice)
        return None if row is None else to_notice(row)

    def of_case(self, organisation: str, case: str) -> Sequence[Notice]:
        """List all of a case, oldest first."""
        return [to_notice(row) for row in self._all(NOTICES_OF_CASE, org=organisation, of_case=case)]

    def postpone(self, organisation: str, notice: int, *, until: datetime) -> None:
        """Look at it again at `until`."""
        self._change(_postpone, org=organisation, row=notice, not_before=until)

    def queued(
        self, organisation: str, notice: int, *, line: int, unseen_until: datetime | None = None
    ) -> None:
        """Note that it is on its way as this transcript line, and whether a page has to show it."""
        self._change(_queued, org=organisation, row=notice, line_id=line, unseen_until=unseen_until)

    def set_status(self, organisation: str, notice: int, status: NoticeStatus, *, at: datetime) -> None:
        """Write how it stands; `told` keeps the time."""
        if status == "told":
            self._change(_told, org=organisation, row=notice, told_at=at)
        else:
            self._change(_status, org=organisation, row=notice, status=status)

    def opened(self, organisation: str, case: str, *, at: datetime, conversation: str | None = None) -> None:
        """Note that all that the case has to tell so far was read; of one chat if it is named."""
        if conversation is None:
            self._change(_opened, org=organisation, of_case=case, opened_at=at)
        else:
            self._change(_opened_in, org=organisation, of_case=case, conv=conversation, opened_at=at)

    def settle(self, *, now: datetime) -> int:
        """Note how the notices on their way went, and return how many those are."""
        return sum(self._settle(row, now) for row in self._all(_left))

    def unseen(self, *, now: datetime, limit: int) -> Sequence[Notice]:
        """List those that no page has shown, of all organisations, at which it is time to look."""
        return [to_notice(row) for row in self._all(_unseen, now=now, most=limit)]

    def wait_unseen(self, organisation: str, notice: int, *, until: datetime | None) -> None:
        """Look again at `until` whether it was shown; None: never again."""
        self._change(_wait_unseen, org=organisation, row=notice, unseen_until=until)

    def shown(self, organisation: str, lines: Collection[int]) -> int:
        """Note that a page has shown these lines; return how many notices are among them."""
        return self._change(_shown, org=organisation, shown=list(lines))

    def pass_on(self, notice: Notice, *, now: datetime) -> None:
        """Let one that was not seen wait again; the chat that it stands in has been tried."""
        place = {"org": notice.organisation, "sent_as": notice.line}
        tried = [*notice.tried, *(row.conversation_id for row in self._all(_chat_of, **place))]
        self._change(_pass_on, org=notice.organisation, row=notice.id, not_before=now, tried=tried)

    def _settle(self, row: Found, now: datetime) -> int:
        """Write how one went, unless another process has done so, or it is on its way anew."""
        status, failed = _went(row.status, row.error)
        return self._change(
            _went_on,
            org=row.organisation_id,
            row=row.id,
            sent_as=row.line_id,
            status=status,
            told_at=now if status == "told" else None,
            tried=[*row.tried, row.conversation_id] if failed else row.tried,
        )


def _went(status: str, error: str | None) -> tuple[NoticeStatus, bool]:
    """Return how a notice stands whose message is no longer on its way, and whether this way has failed."""
    if status == "sent":
        return "told", False
    if error == STAFF_HOLD:
        return "waiting", False
    if error:
        return "waiting", True
    return "kept", False  # withheld without a reason: the person had the chat erased
