"""What is kept of a person: shown, exported, erased.

A conversation sees what came in through it and the cases that are its own (`bot.cases.service.own`), never
what the same person gave elsewhere: whoever types another's ID number must not be handed that person's data.
Staff, who checked who is asking, get all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.messages import Attachment
from bot.ports.records import Case, Conversation, Line, Person
from bot.ports.store import Transaction

ALL_LINES = 100_000
LARGEST = 40 * 2**20  # bytes of files in an archive: platforms take 50 MB


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """How much is kept, in numbers that can be told to the person."""

    messages: int
    files: int
    cases: Sequence[Case]
    known: tuple[str, ...]  # names of identifying fields that are kept, e.g. ("name", "phone")


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """All that is kept of a person."""

    kept: dict[str, Any]  # JSON-able
    files: Mapping[str, str]  # key → path in the archive, of what they sent and staff sent them


@dataclass(frozen=True, kw_only=True, slots=True)
class Erased:
    """What an erasure left: the cases' references and the files that nobody names any more."""

    references: tuple[str, ...]
    files: tuple[str, ...]  # keys, to be removed from the file store once the transaction is committed


def show(tx: Transaction, conversation: Conversation, cases: Sequence[Case]) -> Kept:
    """Count what is kept of a conversation; `cases` are those that are its own."""
    lines = _lines(tx, conversation)
    person = _person(tx, conversation, cases, everything=False)
    return Kept(
        messages=sum(line.direction == "in" for line in lines),
        files=len(_files(lines, cases)),
        cases=cases,
        known=tuple(person) if person else (),
    )


def export(
    tx: Transaction,
    conversation: Conversation,
    cases: Sequence[Case],
    *,
    at: datetime,
    about: Callable[[Case], Mapping[str, Any]],
    everything: bool = False,
) -> Export:
    """Return all that is kept; `about` tells of a case what its person was told, and where it has been.

    `everything` = of the person, wherever it came in.
    """
    organisation = conversation.address.organisation
    lines = _lines(tx, conversation)
    files, own = _files(lines, cases), _files([line for line in lines if line.direction != "out"], cases)
    added = fitting(own)
    kept = {
        "schema": 1,
        "organisation": organisation,
        "exported_at": at.isoformat(),
        "conversation": {
            "id": conversation.id,
            "channel": conversation.address.channel,
            "user": conversation.address.user,
            "language": conversation.language,
            "opened_at": conversation.opened_at.isoformat(),
        },
        "person": _person(tx, conversation, cases, everything=everything),
        "messages": [_said(line) for line in lines],
        "cases": [{**_case(case), **about(case)} for case in cases],
        "files": [{**asdict(file), "path": added.get(file.key)} for file in files],
        **tx.people.kept(organisation, conversation.id),
    }
    return Export(kept=kept, files=added)


def fitting(files: Sequence[Attachment], *, room: int = LARGEST) -> dict[str, str]:
    """Give files their paths in an archive that every channel can bring; what is too much for it has none."""
    paths: dict[str, str] = {}
    for number, file in enumerate(files, start=1):
        if file.size <= room:
            room -= file.size
            paths[file.key] = f"files/{number}-{file.name}"
    return paths


def erase(tx: Transaction, conversation: Conversation, *, now: datetime, everything: bool = False) -> Erased:
    """Erase what is kept, but the cases' reference, kind, stage and history.

    The person's record goes with it unless the same person also asked elsewhere; `everything` takes it
    anyway.
    """
    organisation = conversation.address.organisation
    cases = _cases(tx, conversation, everything=everything)
    files: list[str] = []
    tx.grants.end(organisation, by="person", at=now, conversation=conversation.id)
    for case in cases:
        tx.grants.end(organisation, by="person", at=now, case=case.id)
        files.extend(tx.cases.erase_answers(organisation, case.id, at=now))
        tx.cases.add_step(organisation, case.id, at=now, actor="person", action="erased", detail={})
        tx.improvements.forget_origin(organisation, case.reference, at=now)
    if conversation.person and (everything or not _known_elsewhere(tx, conversation)):
        tx.people.erase(organisation, conversation.person)
    tx.timers.clear(organisation, conversation.id)
    files.extend(tx.conversations.forget(organisation, conversation.id))
    return Erased(references=tuple(case.reference for case in cases), files=tuple(files))


def _lines(tx: Transaction, conversation: Conversation) -> Sequence[Line]:
    """Return what was said, oldest first; notes are about staff's work and stay out."""
    newest = tx.transcript.recent(conversation.address.organisation, conversation.id, limit=ALL_LINES)
    return [line for line in reversed(newest) if line.direction in ("in", "out", "staff")]


def _cases(tx: Transaction, conversation: Conversation, *, everything: bool) -> Sequence[Case]:
    cases = tx.cases.of_conversation(conversation.address.organisation, conversation.id)
    return [case for case in cases if everything or case.conversation == conversation.id]


def _known_elsewhere(tx: Transaction, conversation: Conversation) -> bool:
    cases = tx.cases.of_conversation(conversation.address.organisation, conversation.id)
    return any(case.conversation != conversation.id for case in cases)


def _person(
    tx: Transaction, conversation: Conversation, cases: Sequence[Case], *, everything: bool
) -> dict[str, str] | None:
    """Return the person's fields; for the chat itself only those that were given in it."""
    if conversation.person is None:
        return None
    person = tx.people.get(conversation.address.organisation, conversation.person)
    given = {value for case in cases for value in case.answers.values() if isinstance(value, str)}
    fields = _fields(person) if person else {}
    return {name: value for name, value in fields.items() if everything or value in given}


def _fields(person: Person) -> dict[str, str]:
    fields = {
        "name": person.name,
        "phone": person.phone,
        "national_id": person.national_id,
        "iban": person.iban,
    }
    return {name: value for name, value in fields.items() if value}


def _said(line: Line) -> dict[str, Any]:
    who = {"in": "person", "out": "wasl", "staff": "staff"}[line.direction]
    files = [file.key for file in line.attachments]
    return {"at": line.at.isoformat(), "from": who, "text": line.text, "files": files}


def _case(case: Case) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "kind": case.kind,
        "stage": case.stage,
        "opened_at": case.opened_at.isoformat(),
        "answers": _plain(case.answers),
        "pledge": _plain(case.pledge),
        "files": [file.key for file in case.attachments],
    }


def _files(lines: Iterable[Line], cases: Iterable[Case]) -> list[Attachment]:
    """Return every file once."""
    named = [file for line in lines for file in line.attachments]
    named += [file for case in cases for file in case.attachments]
    return list({file.key: file for file in named}.values())


def _plain(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return dict(value) if value is not None else None
