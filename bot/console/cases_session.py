"""What the page of a session shows: its agenda with what may be decided, and what waits for one."""

from dataclasses import dataclass
from datetime import datetime

from bot.cases import committee
from bot.cases.life import Refusal
from bot.cases.targets import since
from bot.console.cases import CaseRow, case_row
from bot.console.cases_shown import Possible, known_facts, possible
from bot.console.cases_words import refusal
from bot.console.visits import Visit
from bot.ports.records import Case, CommitteeSession, UrgentReply

KEEPERS = ("supervisor", "administrator")


@dataclass(frozen=True, kw_only=True, slots=True)
class Agenda:
    """A case on the agenda."""

    place: int
    row: CaseRow
    conflicts: tuple[str, ...]
    decision: str  # in words; empty = none yet
    reason: str  # as the person reads it
    internal: str
    possible: tuple[Possible, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Urgent:
    """A reply that was given outside a session, which a session confirms."""

    id: int
    row: CaseRow
    decision: str  # in words
    at: datetime
    who: str
    confirmed: bool


async def urgent_replies(visit: Visit, session: CommitteeSession) -> list[Urgent]:
    """Return the replies that a session has confirmed, and while it is open those that wait for it."""
    organisation, store = session.organisation, visit.needs.store
    names = await store.read.staff_names()
    found = await store.look(
        lambda tx: [
            *tx.committee.confirmed_in(organisation, session.id),
            *(() if session.closed_at else tx.committee.to_confirm(organisation)),
        ]
    )
    return [
        Urgent(
            id=one.id,
            row=case_row(one.case, visit),
            decision=_step_title(one, visit),
            at=one.at,
            who=names.get(one.by, one.by),
            confirmed=one.session is not None,
        )
        for one in found
    ]


def _step_title(reply: UrgentReply, visit: Visit) -> str:
    life = visit.content(reply.organisation).lives.get(reply.case.kind)
    step = life.step(reply.step) if life else None
    return step.title[visit.language] if step else reply.step


def may_keep(visit: Visit, organisation: str) -> bool:
    """Whether the visitor keeps the committee's sessions of an organisation."""
    return organisation in visit.organisations() and visit.staff.roles.get(organisation) in KEEPERS


async def agenda(visit: Visit, session: CommitteeSession) -> list[Agenda]:
    """Return the agenda of a session."""
    read, organisation = visit.needs.store.read, session.organisation
    found = []
    for item in await read.agenda(organisation, session.id):
        history = await read.case_steps(organisation, item.case.id)
        life = visit.content(organisation).lives.get(item.case.kind)
        step = life.step(item.decision) if life and item.decision else None
        detail = next((one.detail for one in reversed(history) if one.action == item.decision), {})
        open_ = possible(item.case, known_facts(item.case, history, visit), visit, sitting=True)
        before = item.decision is None and item.case.stage in committee.stages(life)
        found.append(
            Agenda(
                place=item.place,
                row=case_row(item.case, visit),
                conflicts=item.conflicts,
                decision=step.title[visit.language] if step else item.decision or "",
                reason=str(detail.get("reason", "")),
                internal=str(detail.get("internal", "")),
                possible=tuple(one for one in open_ if _decides(one)) if before else (),
            )
        )
    return found


def _decides(one: Possible) -> bool:
    """Whether a step is a decision, and not the person's own wish."""
    return "person" not in one.step.by


async def waiting(visit: Visit, organisation: str) -> list[Case]:
    """Return the complete cases that lie before the committee, those first that wait longest."""
    found: list[Case] = []
    for life in visit.content(organisation).lives.values():
        if stages := sorted(committee.stages(life)):
            found += await visit.needs.store.read.cases(
                [organisation], kind=life.id, stages=stages, longest=True
            )
    return sorted(found, key=since)


def trouble(why: committee.Trouble | Refusal, case: Case | None, visit: Visit) -> str:
    """Say why something cannot be done with a session."""
    match why:
        case committee.Closed() | committee.NoSession():
            return visit.say("committee.closed")
        case committee.NotComplete():
            return visit.say("committee.not-complete")
        case committee.NobodyThere():
            return visit.say("committee.nobody")
        case committee.Interested():
            return visit.say("committee.interested", name=why.name)
        case committee.Undecided():
            return visit.say("committee.undecided", references=" ".join(why.references))
    if case is None:
        return visit.say("committee.not-complete")
    return refusal(why, case, visit)
