"""What pages and commands ask about cases, their notices and the committee."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, func, literal_column, or_, select, union_all

from bot.ports.places import any_part, is_part, organisation_of
from bot.ports.records import (
    AgendaItem,
    Case,
    CaseStep,
    CommitteeSession,
    Grant,
    InterviewTime,
    Notice,
    Overdue,
    Survey,
)
from bot.store.case_search import CaseSearch, Ids
from bot.store.cases import (
    SELECT_CASE,
    SELECT_CHAIN,
    SELECT_STEPS,
    to_case,
    to_case_step,
)
from bot.store.committee import AGENDA, SESSION, to_item, to_session
from bot.store.grants import GRANTS_OF_CASE, to_grant
from bot.store.interviews import TIMES_BETWEEN, TIMES_OF_CASE, to_time
from bot.store.notices import NOTICES_OF_CASE, to_notice
from bot.store.overdue import is_late
from bot.store.repository import Found
from bot.store.statements import CONV, here
from bot.store.surveys import to_survey
from bot.store.tables import (
    IS_LATE,
    IS_UNSEEN,
    case_alerts,
    case_notices,
    case_numbers,
    cases,
    committee_sessions,
    conversations,
    surveys,
)
from bot.store.within_places import in_place, in_places

OWNER: BindParameter[str] = bindparam("owner")
_orgs: BindParameter[Any] = bindparam("orgs", expanding=True)
_most: BindParameter[int] = bindparam("most")
_by_id = SELECT_CASE.where(here(cases))
_KEYS = select(cases.c.id, cases.c.opened_at, cases.c.reference, cases.c.stage_since)
_these = SELECT_CASE.where(cases.c.id.in_(bindparam("ids", expanding=True)))
_stood_since = func.coalesce(cases.c.stage_since, cases.c.opened_at)
_longest = (_stood_since, cases.c.reference)
_TO_CALL = select(case_notices.c.case_id).where(  # few rows lead to few cases: no condition on these besides
    case_notices.c.status == literal_column("'call'"), case_notices.c.organisation_id == OWNER
)
_newest = (cases.c.opened_at.desc(), cases.c.reference.desc())
_then = bindparam("then", type_=cases.c.opened_at.type)
_than: BindParameter[str] = bindparam("than")
_after = {  # what comes behind a case in a list; the first part of each lets an index begin there
    True: and_(_stood_since >= _then, or_(_stood_since > _then, cases.c.reference > _than)),
    False: and_(cases.c.opened_at <= _then, or_(cases.c.opened_at < _then, cases.c.reference < _than)),
}
_place_in_list = _KEYS.where(cases.c.id == bindparam("row"))
_of_kind = cases.c.kind == bindparam("of_kind")
_in_stages = cases.c.stage.in_(bindparam("in_stages", expanding=True))
_person = select(conversations.c.person_id).where(conversations.c.id == CONV).scalar_subquery()
_of_chat = cases.c.id.in_(  # two indexes, where OR would read all cases
    union_all(
        select(cases.c.id).where(cases.c.organisation_id == OWNER, cases.c.conversation_id == CONV),
        select(cases.c.id).where(cases.c.organisation_id == OWNER, cases.c.person_id == _person),
    )
)
_to_ask = (
    select(surveys)
    .where(
        surveys.c.organisation_id.in_(_orgs),
        surveys.c.status == literal_column("'asked'"),
        surveys.c.channel.in_(bindparam("channels", expanding=True)),
    )
    .order_by(surveys.c.id.desc())
    .limit(_most)
)


def _opened(row: Found) -> tuple[datetime, str]:
    return row.opened_at, row.reference


def _since(row: Found) -> tuple[datetime, str]:
    return row.stage_since or row.opened_at, row.reference


def _counts(place: str) -> Select[Any]:
    counted = select(cases.c.kind, cases.c.stage, func.count().label("rows")).where(in_place(cases, place))
    return counted.group_by(cases.c.kind, cases.c.stage)


def _calls(places: Sequence[str]) -> Select[Any]:
    calls = select(case_notices).where(case_notices.c.status == literal_column("'call'"))
    if any_part(places):
        calls = calls.join(cases, cases.c.id == case_notices.c.case_id).where(in_places(cases, places))
    else:
        calls = calls.where(case_notices.c.organisation_id.in_(_orgs))
    return calls.order_by(case_notices.c.id).limit(_most)


_late = select(func.count()).where(case_alerts.c.organisation_id.in_(_orgs), IS_LATE)
_to_be_called = select(func.count(case_notices.c.case_id.distinct())).where(
    case_notices.c.organisation_id.in_(_orgs), case_notices.c.status == literal_column("'call'")
)
_unseen = select(case_notices.c.line_id).where(
    case_notices.c.organisation_id == OWNER, case_notices.c.line_id.in_(bindparam("ids", expanding=True)),
    IS_UNSEEN,
)  # fmt: skip
_numbers = select(case_numbers.c.year, case_numbers.c.number).where(case_numbers.c.organisation_id == OWNER)
_references = select(cases.c.reference).where(cases.c.organisation_id == OWNER)
_sessions = (
    select(committee_sessions)
    .where(committee_sessions.c.organisation_id.in_(_orgs))
    .order_by(committee_sessions.c.held_at.desc())
    .limit(_most)
)


class CaseReads(CaseSearch):
    """The part of `bot.ports.store.Reads` about cases."""

    async def cases(
        self,
        organisations: Sequence[str],
        *,
        kind: str | None = None,
        stages: Sequence[str] | None = None,
        late: Mapping[str, Sequence[Overdue]] | None = None,
        longest: bool = False,
        to_call: bool = False,
        query: str = "",
        older: str = "",
        limit: int = 200,
    ) -> Sequence[Case]:
        """List cases, newest first, or those first that have been longest in their stage."""
        given: dict[str, Any] = {"of_kind": kind} if kind is not None else {}
        given |= {"in_stages": list(stages)} if stages is not None else {}
        last = await self._first(_place_in_list, row=older) if older else None
        if last is not None:
            given |= dict(zip(("then", "than"), (_since if longest else _opened)(last), strict=True))
        wanted = await self._wanted(organisations, query) if query else {}

        def asked(place: str) -> Select[Any]:
            owner = organisation_of(place)
            by_id: list[Ids] = [_TO_CALL] if to_call else []
            by_id += [wanted[owner]] if query else []
            found = _KEYS.where(*(cases.c.id.in_(ids.params(owner=owner)) for ids in by_id))
            found = found.where(in_place(cases, place)) if is_part(place) or not by_id else found
            found = found.where(_of_kind) if kind is not None else found
            found = found.where(_in_stages) if stages is not None else found
            found = found.where(is_late(late.get(owner, ()))) if late is not None else found
            found = found.where(_after[longest]) if last is not None else found
            return found.order_by(*(_longest if longest else _newest)).limit(_most)

        rows = await self._merged(
            asked, organisations, key=_since if longest else _opened, limit=limit, newest=not longest, **given
        )
        ids = [row.id for row in rows]
        whole = {row.id: row for row in await self._all(_these, ids=ids)} if ids else {}
        return [to_case(whole[each]) for each in ids if each in whole]

    async def case_counts(self, organisations: Sequence[str]) -> Mapping[tuple[str, str], int]:
        """Count cases by kind and stage."""
        found: Counter[tuple[str, str]] = Counter()
        for place in organisations:
            for row in await self._all(_counts(place), org=place):
                found[row.kind, row.stage] += row.rows
        return dict(found)

    async def late_cases(self, organisations: Sequence[str]) -> int:
        """Count cases of which supervisors were told that they are late."""
        row = await self._first(_late, orgs=list(organisations))
        return 0 if row is None else int(row[0])

    async def cases_to_call(self, organisations: Sequence[str]) -> int:
        """Count cases whose people staff are to call."""
        row = await self._first(_to_be_called, orgs=list(organisations))
        return 0 if row is None else int(row[0])

    async def unseen_notices(self, organisation: str, lines: Sequence[int]) -> Sequence[int]:
        """Return which of these lines are notices that no page has shown yet."""
        rows = await self._all(_unseen, owner=organisation, ids=list(lines)) if lines else []
        return [row.line_id for row in rows]

    async def case_notices(self, organisation: str, case: str) -> Sequence[Notice]:
        """List what a case had and has to tell its person, oldest first."""
        return [to_notice(row) for row in await self._all(NOTICES_OF_CASE, org=organisation, of_case=case)]

    async def surveys_to_ask(
        self, organisations: Sequence[str], *, channels: Sequence[str], limit: int = 100
    ) -> Sequence[Survey]:
        """List surveys asked on these channels that nobody has answered yet, newest first."""
        place: dict[str, Any] = {"orgs": list(organisations), "channels": list(channels), "most": limit}
        return [to_survey(row) for row in await self._all(_to_ask, **place)]

    async def interview_times(
        self, organisations: Sequence[str], *, after: datetime, before: datetime
    ) -> Sequence[InterviewTime]:
        """List times for interviews that begin between two instants, free and taken."""
        rows = await self._all(TIMES_BETWEEN, orgs=list(organisations), after=after, before=before)
        return [to_time(row) for row in rows]

    async def times_of_case(self, organisation: str, case: str) -> Sequence[InterviewTime]:
        """List the times that a case has taken, oldest first."""
        return [to_time(row) for row in await self._all(TIMES_OF_CASE, org=organisation, of_case=case)]

    async def grants_of_case(self, organisation: str, case: str) -> Sequence[Grant]:
        """List everybody who acts or acted for a case's person, oldest first."""
        return [to_grant(row) for row in await self._all(GRANTS_OF_CASE, org=organisation, of_case=case)]

    async def case_by_id(self, organisation: str, case: str) -> Case | None:
        """One case by its id."""
        row = await self._first(_by_id, org=organisation, row=case)
        return None if row is None else to_case(row)

    async def calls(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Notice]:
        """List notices that reached nobody: their people are to be called, oldest first."""
        return [
            to_notice(row)
            for row in await self._all(_calls(organisations), orgs=list(organisations), most=limit)
        ]

    async def case_numbers(self, organisation: str) -> Mapping[int, int]:
        """Year → the last number that was given to a case."""
        return {row.year: row.number for row in await self._all(_numbers, owner=organisation)}

    async def case_references(self, organisation: str) -> Sequence[str]:
        """List the references of all cases."""
        return [row.reference for row in await self._all(_references, owner=organisation)]

    async def case(self, organisation: str, reference: str) -> Case | None:
        """Read one case of an organisation, or of a branch, by reference."""
        asked = SELECT_CASE.where(in_place(cases, organisation), cases.c.reference == bindparam("called"))
        row = await self._first(asked, org=organisation, called=reference)
        return None if row is None else to_case(row)

    async def cases_of_chat(self, organisation: str, conversation: str) -> Sequence[Case]:
        """List the cases of a chat or its person, newest first, as far as the organisation or branch has."""
        asked = SELECT_CASE.where(_of_chat).order_by(*_newest)
        if is_part(organisation):
            asked = asked.where(in_place(cases, organisation))
        place = {"org": organisation, "owner": organisation_of(organisation), "conv": conversation}
        return [to_case(row) for row in await self._all(asked, **place)]

    async def case_steps(self, organisation: str, case: str) -> Sequence[CaseStep]:
        """List the history of a case."""
        return [to_case_step(row) for row in await self._all(SELECT_STEPS, org=organisation, of_case=case)]

    async def case_chain(self, organisation: str, case: str) -> str | None:
        """Read the sealed head of a case's history."""
        row = await self._first(SELECT_CHAIN, org=organisation, row=case)
        return None if row is None else row.chain

    async def committee_sessions(
        self, organisations: Sequence[str], *, limit: int = 100
    ) -> Sequence[CommitteeSession]:
        """List sessions of the committee, newest first."""
        rows = await self._all(_sessions, orgs=list(organisations), most=limit)
        return [to_session(row) for row in rows]

    async def committee_session(self, organisation: str, session: str) -> CommitteeSession | None:
        """Read one session."""
        row = await self._first(SESSION, org=organisation, row=session)
        return None if row is None else to_session(row)

    async def agenda(self, organisation: str, session: str) -> Sequence[AgendaItem]:
        """List the agenda of a session, in order."""
        return [to_item(row) for row in await self._all(AGENDA, org=organisation, row=session)]
