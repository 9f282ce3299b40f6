"""Who acts for whom, in force as long as it is neither ended nor expired."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, bindparam, select, update

from bot.ports.records import Case, Grant
from bot.store.cases import to_case
from bot.store.repository import Found, Repository
from bot.store.statements import CONV, ORG, insertion
from bot.store.tables import cases, grants

_c = grants.c
_add = insertion(grants, "ended_at", "ended_by")
_now = bindparam("now", type_=_c.expires_at.type)
_in_force = (_c.organisation_id == ORG) & _c.ended_at.is_(None) & (_c.expires_at > _now)
GRANTS_OF_CASE = (
    select(grants)
    .where(_c.organisation_id == ORG, _c.case_id == bindparam("of_case"))
    .order_by(_c.verified_at, _c.id)
)
_of_case = GRANTS_OF_CASE.where(_in_force)
_of_conversation = select(grants).where(_in_force, _c.conversation_id == CONV).order_by(_c.verified_at, _c.id)
_case = select(cases).where(cases.c.organisation_id == ORG, cases.c.id == bindparam("of_case"))


def _ending(of: ColumnElement[bool]) -> Update:
    return (
        update(grants)
        .where(_in_force, of)
        .values(ended_at=bindparam("ended_at"), ended_by=bindparam("ended_by"))
    )


_end = {
    "case": _ending(_c.case_id == bindparam("of")),
    "request": _ending(_c.request_id == bindparam("of")),
    "conversation": _ending(_c.conversation_id == bindparam("of")),
}


def to_grant(row: Found) -> Grant:
    """Turn a row into its record."""
    return Grant(
        id=row.id,
        organisation=row.organisation_id,
        request=row.request_id,
        case=row.case_id,
        conversation=row.conversation_id,
        capacity=row.capacity,
        scope=tuple(row.scope.split(",")),
        document=row.document,
        verified_by=row.verified_by,
        verified_at=row.verified_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )


class GrantRows(Repository):
    """`bot.ports.store.Grants`."""

    def add(self, grant: Grant) -> None:
        """Keep a verified one."""
        self._change(
            _add,
            id=grant.id,
            organisation_id=grant.organisation,
            request_id=grant.request,
            case_id=grant.case,
            conversation_id=grant.conversation,
            capacity=grant.capacity,
            scope=",".join(grant.scope),
            document=grant.document,
            verified_by=grant.verified_by,
            verified_at=grant.verified_at,
            expires_at=grant.expires_at,
        )

    def of_case(self, organisation: str, case: str, *, now: datetime) -> Sequence[Grant]:
        """List those in force over a case, oldest first."""
        return [to_grant(row) for row in self._all(_of_case, org=organisation, of_case=case, now=now)]

    def cases_of(
        self, organisation: str, conversation: str, *, now: datetime
    ) -> Sequence[tuple[Grant, Case]]:
        """List those in force of a chat, each with the case that it is about."""
        held = [
            to_grant(row) for row in self._all(_of_conversation, org=organisation, conv=conversation, now=now)
        ]
        rows = ((one, self._first(_case, org=organisation, of_case=one.case)) for one in held)
        return [(one, to_case(row)) for one, row in rows if row is not None]

    def end(
        self,
        organisation: str,
        *,
        by: str,
        at: datetime,
        case: str | None = None,
        request: str | None = None,
        conversation: str | None = None,
    ) -> int:
        """End those over a case, of a request or of a chat; return how many were in force."""
        named = {"case": case, "request": request, "conversation": conversation}
        return sum(
            self._change(_end[name], org=organisation, of=of, now=at, ended_at=at, ended_by=by)
            for name, of in named.items()
            if of is not None
        )
