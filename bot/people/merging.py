"""Two conversations whose people turn out to be one: merged by staff, parted again within a month.

Nothing is moved out of a conversation: what was said, consent, drafts and flows stay where they are.
What changes is whose they are, and with them the cases: each of the two chats shows the requests of both, and
of no other chat that merely gave the same number. The person is never asked nor told: whoever types another's
number in a chat must not be joined to them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.records import Conversation, Merge, Person
from bot.ports.store import Transaction

UNDO_WITHIN = timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """The conversations belong to one person now."""

    merge: Merge


@dataclass(frozen=True, kw_only=True, slots=True)
class AlreadyOne:
    """They belonged to one person before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherIds:
    """The two have different national IDs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TooLate:
    """The merge cannot be undone: it was, it is too long ago, or another one was built on it."""


def join(
    tx: Transaction,
    first: Conversation,
    second: Conversation,
    *,
    actor: str,
    now: datetime,
    despite_ids: bool,
) -> Joined | AlreadyOne | OtherIds:
    """Make two locked conversations of one organisation one person's."""
    organisation = first.address.organisation
    one, two = (_person(tx, row) for row in (first, second))
    if one is not None and two is not None:
        if one.id == two.id:
            return AlreadyOne()
        if one.national_id and two.national_id and one.national_id != two.national_id and not despite_ids:
            return OtherIds()
        kept, gone = sorted(
            (one, two), key=lambda person: (not person.national_id, person.created_at, person.id)
        )
        merge = tx.merges.merge(organisation, kept, gone, chats=(first.id, second.id), actor=actor, now=now)
    else:
        merge = _tie(tx, first, second, one or two, actor=actor, now=now)
    for row in (first, second):
        tx.announce(f"conversation:{row.id}")
        tx.announce(f"queue:{organisation}")
    detail = {"with": second.id, "merge": merge.id}
    tx.staff.audit(
        organisation, actor=actor, action="persons-merged", subject=first.id, detail=detail, at=now
    )
    return Joined(merge=merge)


def part(tx: Transaction, merge: Merge, *, actor: str, now: datetime) -> TooLate | None:
    """Undo a merge; None if that is done."""
    newest = [one for one in tx.merges.of_person(merge.organisation, merge.kept) if one.at >= merge.at]
    if now - merge.at > UNDO_WITHIN or [one.id for one in newest[:1]] != [merge.id]:
        return TooLate()
    if not tx.merges.undo(merge, now=now):
        return TooLate()
    detail = {"merge": merge.id}
    subject = merge.conversations[0] if merge.conversations else merge.gone
    tx.staff.audit(
        merge.organisation, actor=actor, action="persons-parted", subject=subject, detail=detail, at=now
    )
    return None


def _person(tx: Transaction, row: Conversation) -> Person | None:
    return None if row.person is None else tx.people.get(row.address.organisation, row.person)


def _tie(
    tx: Transaction,
    first: Conversation,
    second: Conversation,
    known: Person | None,
    *,
    actor: str,
    now: datetime,
) -> Merge:
    """Give whoever has no record one, so that this merge can be undone like any other."""
    organisation = first.address.organisation
    records = []
    for row in (first, second):
        person = _person(tx, row)
        if person is None:
            id_ = tx.people.add(organisation, language=row.language, now=now)
            tx.people.link(organisation, row.id, id_)
            person = tx.people.get(organisation, id_)
        if person is None:
            raise KeyError(row.id)
        records.append(person)
    kept, gone = records if known is None or records[0].id == known.id else reversed(records)
    return tx.merges.merge(organisation, kept, gone, chats=(first.id, second.id), actor=actor, now=now)
