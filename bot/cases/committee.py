"""Sessions of the research committee: agenda of complete cases, attendance, conflicts, minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cases.life import Refusal, Wish
from bot.cases.steps import Made, NoCase, make
from bot.engine.content import Content
from bot.engine.life import Life
from bot.ports.records import Case, CommitteeSession, Member
from bot.ports.store import Transaction

MOST_MEMBERS = 30
NAME = (3, 80)  # characters of a member's name
LONGEST = 20_000  # characters of minutes
PLACE = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class NoSession:
    """There is no such session in this organisation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed:
    """The minutes are final."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotComplete:
    """Only complete cases that were put before the committee stand on an agenda, each on one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Undecided:
    """Cases on the agenda wait for a decision: take them off, or decide."""

    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NobodyThere:
    """A decision needs somebody who was there and has no interest in the case."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Interested:
    """Who has an interest in a case does not enter its decision either: a colleague does."""

    name: str


Trouble = NoSession | Closed | NotComplete | Undecided | NobodyThere | Interested


def stages(life: Life | None) -> frozenset[str]:
    """Return the stages in which a case lies before the committee: those from which it gives its reply."""
    steps = life.steps if life else ()
    return frozenset(stage for step in steps if step.reply for move in step.moves for stage in move.from_)


def begin(
    tx: Transaction, organisation: str, session: str, *, held_at: datetime, place: str, by: str, now: datetime
) -> CommitteeSession:
    """Plan a session."""
    made = tx.committee.open(
        organisation, session, held_at=held_at, place=_clean(place)[:PLACE], by=by, now=now
    )
    _audit(tx, made, "committee-session", by, now)
    return made


def put(
    tx: Transaction, content: Content, session: str, reference: str, *, by: str, now: datetime
) -> CommitteeSession | Trouble:
    """Put a case on the agenda."""
    found = _open(tx, content.organisation.id, session)
    if not isinstance(found, CommitteeSession):
        return found
    case = tx.cases.lock(found.organisation, reference)
    if case is None or case.stage not in stages(content.lives.get(case.kind)):
        return NotComplete()
    if tx.committee.planned(found.organisation, case.id) or not tx.committee.add(
        found.organisation, session, case.id
    ):
        return NotComplete()
    _audit(tx, found, "committee-agenda", by, now, case=reference)
    return found


def take_off(
    tx: Transaction, organisation: str, session: str, reference: str, *, by: str, now: datetime
) -> CommitteeSession | Trouble:
    """Take an undecided case off the agenda."""
    found, case = _open(tx, organisation, session), tx.cases.find(organisation, reference)
    if not isinstance(found, CommitteeSession):
        return found
    if case is None or not tx.committee.remove(organisation, session, case.id):
        return NotComplete()
    _audit(tx, found, "committee-agenda", by, now, removed=reference)
    return found


def attend(
    tx: Transaction, organisation: str, session: str, members: Iterable[Member], *, by: str, now: datetime
) -> CommitteeSession | Trouble:
    """Keep who was there."""
    found = _open(tx, organisation, session)
    if isinstance(found, CommitteeSession):
        named = {_clean(one.name): one for one in members}
        kept = [
            Member(name=name, present=one.present)
            for name, one in named.items()
            if NAME[0] <= len(name) <= NAME[1]
        ]
        tx.committee.set_attendance(organisation, session, kept[:MOST_MEMBERS])
        _audit(tx, found, "committee-attendance", by, now)
    return found


def write_minutes(
    tx: Transaction, organisation: str, session: str, minutes: str, *, by: str, now: datetime
) -> CommitteeSession | Trouble:
    """Keep the minutes as they are so far."""
    found = _open(tx, organisation, session)
    if isinstance(found, CommitteeSession):
        tx.committee.set_minutes(organisation, session, minutes.strip()[:LONGEST])
        _audit(tx, found, "committee-minutes", by, now)
    return found


def close(
    tx: Transaction, organisation: str, session: str, *, by: str, now: datetime
) -> CommitteeSession | Trouble:
    """Make the minutes final; every case on the agenda is decided by then."""
    found = _open(tx, organisation, session)
    if not isinstance(found, CommitteeSession):
        return found
    left = [
        item.case.reference for item in tx.committee.agenda(organisation, session) if item.decision is None
    ]
    if left:
        return Undecided(references=tuple(left))
    tx.committee.close(organisation, session, at=now)
    _audit(tx, found, "committee-closed", by, now)
    return found


def decide(
    tx: Transaction,
    content: Content,
    session: str,
    reference: str,
    wish: Wish,
    *,
    conflicts: Sequence[str],
    by: str,
) -> Made | NoCase | Refusal | Trouble:
    """Make the step that the committee decided on.

    Who has an interest is noted and is not among those who decided; nor may they enter it.
    """
    organisation = content.organisation.id
    found, case = _open(tx, organisation, session), tx.cases.lock(organisation, reference)
    if not isinstance(found, CommitteeSession):
        return found
    if case is None or case.id not in {item.case.id for item in tx.committee.agenda(organisation, session)}:
        return NotComplete()
    present = [member.name for member in found.attendance if member.present]
    deciders = [name for name in present if name not in conflicts]
    if not deciders:
        return NobodyThere()
    secretary = tx.staff.get(by)
    if secretary is not None and _clean(secretary.name) in {_clean(name) for name in conflicts}:
        return Interested(name=secretary.name)
    made = make(tx, content, reference, replace(wish, deciders=len(deciders)), actor=by)
    if isinstance(made, Made):
        _keep(tx, found, case, wish, [name for name in conflicts if name in present], deciders, by)
    return made


def _keep(
    tx: Transaction,
    session: CommitteeSession,
    case: Case,
    wish: Wish,
    conflicts: Sequence[str],
    deciders: Sequence[str],
    by: str,
) -> None:
    place = (session.organisation, session.id, case.id)
    tx.committee.set_conflicts(*place, conflicts)
    tx.committee.decided(*place, decision=wish.step, at=wish.now)
    tx.cases.add_step(
        session.organisation,
        case.id,
        at=wish.now,
        actor=by,
        action="committee-session",
        detail={"session": session.number, "conflicts": list(conflicts), "deciders": list(deciders)},
    )


def _open(tx: Transaction, organisation: str, session: str) -> CommitteeSession | NoSession | Closed:
    found = tx.committee.lock(organisation, session)
    if found is None:
        return NoSession()
    return Closed() if found.closed_at else found


def _clean(text: str) -> str:
    return " ".join(text.split())


def _audit(
    tx: Transaction, session: CommitteeSession, action: str, by: str, now: datetime, **detail: str
) -> None:
    tx.staff.audit(session.organisation, actor=by, action=action, subject=session.id, detail=detail, at=now)
    tx.announce(f"cases:{session.organisation}")
