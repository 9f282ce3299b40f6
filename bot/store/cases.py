"""Submitted requests and their history."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, union_all, update

from bot.cases import chain
from bot.messages import Attachment
from bot.ports.records import Case, CaseStep
from bot.store.codec import dump_attachments, load_attachments
from bot.store.erasure import drop_case_files
from bot.store.repository import Found, Repository
from bot.store.seconds import Seconds
from bot.store.statements import CONV, ORG, binds, here, insertion, insertion_or_change
from bot.store.tables import case_notices, case_numbers, case_steps, cases, conversations, files

KEPT_OF_STEP = ("stage", "step")  # of a step's detail, when the person wants what they gave erased

SELECT_CASE = select(cases)
BY_REFERENCE = SELECT_CASE.where(cases.c.organisation_id == ORG, cases.c.reference == bindparam("called"))
SELECT_STEPS = (
    select(case_steps)
    .where(case_steps.c.organisation_id == ORG, case_steps.c.case_id == bindparam("of_case"))
    .order_by(case_steps.c.id)
)

_by_id = SELECT_CASE.where(here(cases))
_open = insertion(cases, "chain", "took")
_took = (
    update(cases)
    .where(here(cases), cases.c.stage_since.is_not(None))
    .values(took=Seconds(cases.c.opened_at, cases.c.stage_since))
)
_lock = BY_REFERENCE.with_for_update(of=cases, key_share=True)
SELECT_CHAIN = select(cases.c.chain, cases.c.kind).where(here(cases))
_chain = SELECT_CHAIN.with_for_update(of=cases, key_share=True)
_set_chain = update(cases).where(here(cases)).values(binds("chain"))
_name_file = insert(files).values(binds("organisation_id", "conversation_id", "case_id", "key"))
_add_step = insertion(case_steps, "id")
_set_stage = update(cases).where(here(cases)).values(binds("stage", "stage_since", "updated_at"))
_set_answers = update(cases).where(here(cases)).values(binds("answers", "attachments", "updated_at"))
_erase_step = update(case_steps).where(here(case_steps)).values(binds("detail") | {"nonce": None})
_set_pledge = update(cases).where(here(cases)).values(binds("pledge", "updated_at"))
_erase = update(cases).where(here(cases)).values(binds("answers", "attachments", "pledge", "updated_at"))
_erase_notices = (
    update(case_notices)
    .where(case_notices.c.organisation_id == ORG, case_notices.c.case_id == bindparam("of_case"))
    .values(binds("fields") | {"unseen_until": None})
)
_hold_notices = (
    update(case_notices)
    .where(
        case_notices.c.organisation_id == ORG,
        case_notices.c.case_id == bindparam("of_case"),
        case_notices.c.status == "waiting",
    )
    .values(status="kept")
)
_person = (
    select(conversations.c.person_id)
    .where(conversations.c.organisation_id == ORG, conversations.c.id == CONV)
    .scalar_subquery()
)
_of_conversation = SELECT_CASE.where(
    cases.c.id.in_(  # two indexes, where OR would read all cases
        union_all(
            select(cases.c.id).where(cases.c.organisation_id == ORG, cases.c.conversation_id == CONV),
            select(cases.c.id).where(cases.c.organisation_id == ORG, cases.c.person_id == _person),
        )
    ),
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
        stage_since=row.stage_since,
        place=row.place,
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
        seq=row.seq,
        nonce=row.nonce,
        digest=row.digest,
        hash=row.hash,
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
        self._change(_took, org=case.organisation, row=case.id)
        self._name_files(case.organisation, case.id, case.attachments)

    def _name_files(self, organisation: str, case: str, files: Sequence[Attachment]) -> None:
        for key in dict.fromkeys(file.key for file in files):
            self._change(
                _name_file, organisation_id=organisation, conversation_id=None, case_id=case, key=key
            )

    def find(self, organisation: str, reference: str) -> Case | None:
        """Find by reference."""
        row = self._first(BY_REFERENCE, org=organisation, called=reference)
        return None if row is None else to_case(row)

    def get(self, organisation: str, case: str) -> Case | None:
        """Read one by its id."""
        row = self._first(_by_id, org=organisation, row=case)
        return None if row is None else to_case(row)

    def lock(self, organisation: str, reference: str) -> Case | None:
        """Find by reference and keep others from writing it until the end."""
        row = self._first(_lock, org=organisation, called=reference)
        return None if row is None else to_case(row)

    def steps(self, organisation: str, case: str) -> Sequence[CaseStep]:
        """List the history of a case."""
        return [to_case_step(row) for row in self._all(SELECT_STEPS, org=organisation, of_case=case)]

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
        """Append to the history, bound to the step before it. KeyError if there is no such case."""
        row = self._first(_chain, org=organisation, row=case)
        if row is None:
            raise KeyError(case)
        nonce, kept = secrets.token_hex(16), dict(detail)
        digest = chain.digest(kept, nonce)
        before = chain.load_head(row[0], case)
        head = chain.link(before, at=at, actor=actor, action=action, digest=digest)
        self._change(
            _add_step,
            organisation_id=organisation,
            case_id=case,
            at=at,
            actor=actor,
            action=action,
            kind=row.kind,
            detail=kept,
            seq=head.seq,
            nonce=nonce,
            digest=digest,
            hash=head.hash,
        )
        self._change(_set_chain, org=organisation, row=case, chain=head.dump())

    def set_stage(self, organisation: str, case: str, *, stage: str, at: datetime) -> None:
        """Write the stage."""
        self._change(_set_stage, org=organisation, row=case, stage=stage, stage_since=at, updated_at=at)
        self._change(_took, org=organisation, row=case)

    def set_answers(
        self,
        organisation: str,
        case: str,
        *,
        answers: Mapping[str, Any],
        attachments: tuple[Attachment, ...],
        at: datetime,
    ) -> None:
        """Write answers that the person has completed, and name their new files."""
        self._change(
            _set_answers,
            org=organisation,
            row=case,
            answers=dict(answers),
            attachments=dump_attachments(attachments),
            updated_at=at,
        )
        self._name_files(organisation, case, attachments)

    def set_pledge(self, organisation: str, case: str, *, pledge: Mapping[str, Any], at: datetime) -> None:
        """Write the pledge."""
        self._change(_set_pledge, org=organisation, row=case, pledge=dict(pledge), updated_at=at)

    def erase_answers(self, organisation: str, case: str, *, at: datetime) -> Sequence[str]:
        """Erase answers, files and pledge; return the keys of files that nothing names any more."""
        gone: dict[str, object] = {"answers": {}, "attachments": dump_attachments(()), "pledge": None}
        self._change(_erase, org=organisation, row=case, updated_at=at, **gone)
        self._change(_erase_notices, org=organisation, of_case=case, fields={})
        self._change(_hold_notices, org=organisation, of_case=case)
        for step in self.steps(organisation, case):
            kept = {name: step.detail[name] for name in KEPT_OF_STEP if name in step.detail}
            if step.hash is not None and kept != step.detail:
                self._change(_erase_step, org=organisation, row=step.id, detail=kept)
        return drop_case_files(self._session, organisation, case)
