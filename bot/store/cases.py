"""Submitted requests and their history."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from bot.ports.records import Case, CaseStep
from bot.store.codec import dump_attachments, load_attachments
from bot.store.erasure import drop_case_files
from bot.store.repository import Found, Repository
from bot.store.statements import CONV, ORG, binds, here, insertion, insertion_or_change
from bot.store.tables import case_numbers, case_steps, cases, conversations, files

SELECT_CASE = select(cases)
BY_REFERENCE = SELECT_CASE.where(cases.c.organisation_id == ORG, cases.c.reference == bindparam("called"))

_open = insertion(cases)
_name_file = insert(files).values(binds("organisation_id", "conversation_id", "case_id", "key"))
_add_step = insertion(case_steps, "id")
_set_stage = update(cases).where(here(cases)).values(binds("stage", "updated_at"))
_set_pledge = update(cases).where(here(cases)).values(binds("pledge", "updated_at"))
_erase = update(cases).where(here(cases)).values(binds("answers", "attachments", "pledge", "updated_at"))
_person = (
    select(conversations.c.person_id)
    .where(conversations.c.organisation_id == ORG, conversations.c.id == CONV)
    .scalar_subquery()
)
_of_conversation = SELECT_CASE.where(
    cases.c.organisation_id == ORG, or_(cases.c.conversation_id == CONV, cases.c.person_id == _person)
).order_by(cases.c.opened_at.desc(), cases.c.reference.desc())


_number = insertion_or_change(
    case_numbers,
    first=binds("organisation_id", "year") | {"number": 1},
    unique=("organisation_id", "year"),
    then={"number": case_numbers.c.number + 1},
    returning=case_numbers.c.number,
)


def to_case(row: Found) -> Case:
    """Turn a row of `cases` into its record."""
    return Case(
        id=row.id,
        organisation=row.organisation_id,
        reference=row.reference,
        kind=row.kind,
        stage=row.stage,
        conversation=row.conversation_id,
        person=row.person_id,
        flow=row.flow,
        version=row.version,
        answers=row.answers,
        attachments=load_attachments(row.attachments),
        pledge=row.pledge,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
    )


def to_case_step(row: Found) -> CaseStep:
    """Turn a row of `case_steps` into its record."""
    return CaseStep(
        id=row.id,
        organisation=row.organisation_id,
        case=row.case_id,
        at=row.at,
        actor=row.actor,
        action=row.action,
        detail=row.detail,
    )


class CaseRows(Repository):
    """`bot.ports.store.Cases`."""

    def next_number(self, organisation: str, *, year: int) -> int:
        """Count up the organisation's case number of a year, from 1, without gaps or doubles."""
        return self._number(_number, organisation_id=organisation, year=year)

    def open(self, case: Case) -> None:
        """Keep a new case, and that it names its files."""
        values = asdict(case)
        renamed = {
            "organisation": "organisation_id",
            "conversation": "conversation_id",
            "person": "person_id",
        }
        row = {renamed.get(name, name): value for name, value in values.items()}
        self._change(_open, **row | {"attachments": dump_attachments(case.attachments)})
        for key in dict.fromkeys(attachment.key for attachment in case.attachments):
            self._change(
                _name_file, organisation_id=case.organisation, conversation_id=None, case_id=case.id, key=key
            )

    def find(self, organisation: str, reference: str) -> Case | None:
        """Find by reference."""
        row = self._first(BY_REFERENCE, org=organisation, called=reference)
        return None if row is None else to_case(row)

    def of_conversation(self, organisation: str, conversation: str) -> Sequence[Case]:
        """Cases opened from a conversation or by its person, newest first."""
        return [to_case(row) for row in self._all(_of_conversation, org=organisation, conv=conversation)]

    def add_step(
        self,
        organisation: str,
        case: str,
        *,
        at: datetime,
        actor: str,
        action: str,
        detail: Mapping[str, Any],
    ) -> None:
        """Append to the history."""
        self._change(
            _add_step,
            organisation_id=organisation,
            case_id=case,
            at=at,
            actor=actor,
            action=action,
            detail=dict(detail),
        )

    def set_stage(self, organisation: str, case: str, *, stage: str, at: datetime) -> None:
        """Write the stage."""
        self._change(_set_stage, org=organisation, row=case, stage=stage, updated_at=at)

    def set_pledge(self, organisation: str, case: str, *, pledge: Mapping[str, Any], at: datetime) -> None:
        """Write the pledge."""
        self._change(_set_pledge, org=organisation, row=case, pledge=dict(pledge), updated_at=at)

    def erase_answers(self, organisation: str, case: str, *, at: datetime) -> Sequence[str]:
        """Erase answers, files and pledge; return the keys of files that nothing names any more."""
        gone: dict[str, object] = {"answers": {}, "attachments": dump_attachments(()), "pledge": None}
        self._change(_erase, org=organisation, row=case, updated_at=at, **gone)
        return drop_case_files(self._session, organisation, case)
