"""Staff find out that two chats are one person's, and say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.desk.chat import Desk
from bot.desk.outcomes import Done, NotAllowed, Unknown
from bot.desk.permissions import may
from bot.engine.steps.phone import e164
from bot.people.masking import mask_phones
from bot.people.merging import AlreadyOne, Joined, OtherIds, TooLate, join, part
from bot.ports.records import Conversation, Merge, Person

Why = Literal["number", "name"]
MOST = 12  # suggestions


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Another person who may be the same, and why."""

    person: Person
    why: Why


def alike(desk: Desk, conversation: str) -> Sequence[Alike]:
    """Return who may be the same person: the same number first, then the same name."""
    row = desk.enter(conversation, "merge")
    person = _person(desk, row) if isinstance(row, Conversation) else None
    if person is None:
        return ()
    found = [
        Alike(person=one, why="number" if _shares(person, one) else "name")
        for one in desk.tx.merges.alike(desk.organisation, person)
    ]
    return sorted(found, key=lambda one: one.why == "name")[:MOST]


def with_number(desk: Desk, typed: str) -> Sequence[Person]:
    """Return who has a phone or a national ID that was typed."""
    if not may(desk.actor, desk.organisation, "merge"):
        return ()
    digits = "".join(sign for sign in typed if sign.isdecimal())
    return desk.tx.merges.with_number(
        desk.organisation, phone=e164(typed) if digits else None, digits=str(int(digits)) if digits else ""
    )


def merge(desk: Desk, conversation: str, other: str) -> Done | NotAllowed | Unknown | AlreadyOne | OtherIds:
    """Say that two chats are one person's. Different national IDs: only for who may take over."""
    if not may(desk.actor, desk.organisation, "merge"):
        return NotAllowed()
    rows = [
        desk.look(one) for one in sorted((conversation, other))
    ]  # in one order: nobody waits for each other
    first, second = rows
    if not isinstance(first, Conversation) or not isinstance(second, Conversation) or first.id == second.id:
        return Unknown()
    outcome = join(
        desk.tx,
        first,
        second,
        actor=desk.actor.id,
        now=desk.now,
        despite_ids=may(desk.actor, desk.organisation, "take-over"),
    )
    return Done(conversation=desk.read(first)) if isinstance(outcome, Joined) else outcome


def merges(desk: Desk, conversation: str) -> Sequence[Merge]:
    """Return the merges into the chat's person that stand, newest first."""
    row = desk.enter(conversation, "merge")
    if not isinstance(row, Conversation) or row.person is None:
        return ()
    return desk.tx.merges.of_person(desk.organisation, row.person)


def unmerge(desk: Desk, conversation: str, merge_id: str) -> Done | NotAllowed | Unknown | TooLate:
    """Undo a merge that the chat's person is made of."""
    row = desk.enter(conversation, "merge")
    if not isinstance(row, Conversation):
        return row
    found = next((one for one in merges(desk, conversation) if one.id == merge_id), None)
    if found is None:
        return TooLate()
    late = part(desk.tx, found, actor=desk.actor.id, now=desk.now)
    if late is None:
        desk.note(row, "parted", merge=merge_id)
    return late or Done(conversation=desk.read(row))


def known(desk: Desk, person: str | None) -> dict[str, str]:
    """Return what is known of a person, numbers masked."""
    found = desk.tx.people.get(desk.organisation, person) if person else None
    if found is None:
        return {}
    fields = {"name": found.name, "phone": found.phone, "national_id": found.national_id, "iban": found.iban}
    return {name: value if name == "name" else mask_phones(value) for name, value in fields.items() if value}


def _person(desk: Desk, row: Conversation) -> Person | None:
    return desk.tx.people.get(desk.organisation, row.person) if row.person else None


def _shares(one: Person, other: Person) -> bool:
    return any(
        getattr(one, name) and getattr(one, name) == getattr(other, name)
        for name in ("phone", "national_id", "iban")
    )
