"""Reading the audit trail: newest first, page by page."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from bot.ports.records import Audited
from bot.ports.store.auditing import ALL, Asked
from bot.store.reading import Reading
from bot.store.repository import Found
from bot.store.statements import ORG
from bot.store.tables import audit

_t = audit.c
_place = select(_t.id, _t.at).where(_t.id == bindparam("row"))
_then: ColumnElement[Any] = bindparam("then", type_=_t.at.type)
_older = and_(_t.at <= _then, or_(_t.at < _then, _t.id < bindparam("than")))
_since = _t.at >= bindparam("since", type_=_t.at.type)


def _listed(conditions: Sequence[ColumnElement[bool]], organisation: str) -> Select[Any]:
    del organisation  # bound as `:org`
    asked = select(audit).where(_t.organisation_id == ORG, *conditions)
    return asked.order_by(_t.at.desc(), _t.id.desc()).limit(bindparam("most"))


def _key(row: Found) -> tuple[Any, int]:
    return row.at, row.id


class AuditReads(Reading):
    """`bot.ports.store.auditing.AuditReads` on a pool of connections."""

    async def audit(
        self, organisations: Sequence[str], asked: Asked = ALL, *, limit: int = 100
    ) -> Sequence[Audited]:
        """Return entries, newest first."""
        last = await self._first(_place, row=asked.older) if asked.older else None
        wishes = (
            (_since, "since", asked.since),
            (_t.actor == bindparam("actor"), "actor", asked.actor),
            (_t.subject == bindparam("subject"), "subject", asked.subject),
        )
        conditions = [condition for condition, _, value in wishes if value]
        given: dict[str, object] = {name: value for _, name, value in wishes if value}
        if last is not None:
            conditions.append(_older)
            given |= {"then": last.at, "than": last.id}
        rows = await self._merged(
            partial(_listed, conditions), organisations, key=_key, limit=limit, newest=True, **given
        )
        return [
            Audited(
                id=row.id,
                organisation=row.organisation_id,
                at=row.at,
                actor=row.actor,
                action=row.action,
                subject=row.subject,
                detail=row.detail,
            )
            for row in rows
        ]
