"""Two records of one person that become one, and are parted again.

The other record stays, with a pointer: whoever gives its number later is found as the person who was kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import BindParameter, Select, bindparam, or_, select, update

from bot.matching.normalise import normalise
from bot.ports.records import Merge, Person
from bot.store.people import IDENTIFYING, INDEXED, PersonRows, to_person
from bot.store.repository import Found, Repository, Session
from bot.store.statements import ORG, binds, here, insertion
from bot.store.tables import cases, conversations, merges, persons

_MOVED = ("conversations", "cases", "filled", "repointed", "chats")

_m = merges.c
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_who: BindParameter[str] = bindparam("who")
_to = bindparam("to", type_=persons.c.id.type)
_keep = insertion(merges, "undone_at")
_get = select(merges).where(here(merges))
_into = (
    select(merges)
    .where(_m.organisation_id == ORG, _m.kept == _who, _m.undone_at.is_(None))
    .order_by(_m.at.desc(), _m.id)
)
_standing = select(merges).where(
    _m.organisation_id == ORG,
    _m.undone_at.is_(None),
    or_(
        _m.kept == _who,
        _m.kept.in_(
            select(persons.c.id).where(persons.c.organisation_id == ORG, persons.c.merged_into == _who)
        ),
    ),
)
_undone = update(merges).where(here(merges), _m.undone_at.is_(None)).values(binds("undone_at"))
_owned = {
    table: select(table.c.id)
    .where(table.c.organisation_id == ORG, table.c.person_id == _who)
    .order_by(table.c.id)
    for table in (conversations, cases)
}
_move = {
    table: update(table)
    .where(table.c.organisation_id == ORG, table.c.id.in_(_ids), table.c.person_id == _who)
    .values(person_id=_to)
    for table in (conversations, cases)
}
_parts = select(persons.c.id).where(persons.c.organisation_id == ORG, persons.c.merged_into == _who)
_point = (
    update(persons).where(persons.c.organisation_id == ORG, persons.c.id.in_(_ids)).values(merged_into=_to)
)
_part_of = select(persons.c.id).where(here(persons), persons.c.merged_into.is_not(None))
_clear = {
    name: update(persons)
    .where(here(persons))
    .values({name: None, f"{name}_index": None} if name in INDEXED else {name: None})
    for name in IDENTIFYING
}


class MergeRows(Repository):
    """`bot.ports.store.Merges`."""

    def __init__(self, session: Session) -> None:
        """Work inside a session."""
        super().__init__(session)
        self._persons = PersonRows(session)

    def merge(
        self,
        organisation: str,
        kept: Person,
        gone: Person,
        *,
        chats: tuple[str, ...] = (),
        actor: str,
        now: datetime,
    ) -> Merge:
        """Give conversations and cases of `gone` to `kept`."""
        made = Merge(
            id=uuid4().hex,
            organisation=organisation,
            kept=kept.id,
            gone=gone.id,
            actor=actor,
            at=now,
            conversations=self._ids(_owned[conversations], organisation, gone.id),
            cases=self._ids(_owned[cases], organisation, gone.id),
            filled=tuple(name for name in IDENTIFYING if not getattr(kept, name) and getattr(gone, name)),
            repointed=self._ids(_parts, organisation, gone.id),
            chats=chats,
        )
        self._move(made, whose=gone.id, to=kept.id)
        self._change(_point, org=organisation, ids=[gone.id, *made.repointed], to=kept.id)
        self._persons.fill_in(kept, {name: getattr(gone, name) for name in made.filled})
        about = {"id": made.id, "organisation_id": organisation, "actor": actor, "at": now}
        moved = {name: list(getattr(made, name)) for name in _MOVED}
        self._change(_keep, **about, kept=kept.id, gone=gone.id, moved=moved)
        return made

    def undo(self, merge: Merge, *, now: datetime) -> bool:
        """Give back what was the other's and is still here."""
        organisation = merge.organisation
        if self._first(_part_of, org=organisation, row=merge.kept):
            return False
        if not self._change(_undone, org=organisation, row=merge.id, undone_at=now):
            return False
        self._move(merge, whose=merge.kept, to=merge.gone)
        self._change(_point, org=organisation, ids=[merge.gone], to=None)
        if merge.repointed:
            self._change(_point, org=organisation, ids=list(merge.repointed), to=merge.gone)
        kept, gone = (self._persons.get(organisation, one) for one in (merge.kept, merge.gone))
        for name in merge.filled:
            if kept and gone and getattr(kept, name) == getattr(gone, name):
                self._change(_clear[name], org=organisation, row=merge.kept)
                if name == "name":
                    self._persons.unindex_name(organisation, merge.kept)
        return True

    def get(self, organisation: str, merge: str) -> Merge | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=merge)
        return None if row is None else _to_merge(row)

    def of_person(self, organisation: str, person: str) -> Sequence[Merge]:
        """Return merges into this record that stand, newest first."""
        return [_to_merge(row) for row in self._all(_into, org=organisation, who=person)]

    def confirmed(self, organisation: str, person: str, chat: str) -> Sequence[str]:
        """Follow the pairs of chats that were compared, from one to the next."""
        pairs = [_to_merge(row).chats for row in self._all(_standing, org=organisation, who=person)]
        found = {chat}
        while more := {one for pair in pairs if found & set(pair) for one in pair} - found:
            found |= more
        return sorted(found - {chat})

    def alike(self, organisation: str, person: Person) -> Sequence[Person]:
        """Return other records with the same numbers, or the same name as Arabic is folded."""
        same = [
            other
            for name in INDEXED
            if (value := getattr(person, name))
            for other in self._persons.having(organisation, name, value)
        ]
        folded = normalise(person.name or "")
        if folded:
            named = self._persons.named_like(organisation, folded)
            same += [
                to_person(row) for row in named if row.merged_into is None and normalise(row.name) == folded
            ]
        return list({other.id: other for other in same if other.id != person.id}.values())

    def with_number(self, organisation: str, *, phone: str | None, digits: str) -> Sequence[Person]:
        """Return records with this phone, or this national ID."""
        found = self._persons.having(organisation, "phone", phone)
        return [*found, *self._persons.having(organisation, "national_id", digits or None)]

    def _ids(self, query: Select[str], organisation: str, person: str) -> tuple[str, ...]:
        return tuple(row.id for row in self._all(query, org=organisation, who=person))

    def _move(self, merge: Merge, *, whose: str, to: str) -> None:
        for table, ids in ((conversations, merge.conversations), (cases, merge.cases)):
            if ids:
                self._change(_move[table], org=merge.organisation, ids=list(ids), who=whose, to=to)


def _to_merge(row: Found) -> Merge:
    moved = {name: tuple(row.moved.get(name, ())) for name in _MOVED}
    return Merge(
        id=row.id,
        organisation=row.organisation_id,
        kept=row.kept,
        gone=row.gone,
        actor=row.actor,
        at=row.at,
        undone_at=row.undone_at,
        **moved,
    )
