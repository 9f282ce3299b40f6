"""Replies given outside a session because health was in danger: the next session confirms them.

What the committee thinks otherwise it says by the steps that a case has from there; nothing is undone here.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.cases.committee import Closed, NobodyThere, NoSession, NotComplete
from bot.cases.life import NoQuorum
from bot.engine.content import Content
from bot.ports.records import CommitteeSession, UrgentReply
from bot.ports.store import Transaction

CONFIRMED = "committee-confirmed"  # in the history
Unconfirmed = NoSession | Closed | NotComplete | NobodyThere | NoQuorum


def confirm(
    tx: Transaction,
    content: Content,
    session: str,
    reply: int,
    *,
    conflicts: Sequence[str],
    by: str,
    now: datetime,
) -> UrgentReply | Unconfirmed:
    """Confirm a reply by the members who are present and have no interest: as many as the quorum says."""
    organisation = content.organisation.id
    found = tx.committee.lock(organisation, session)
    if found is None or found.closed_at:
        return Closed() if found else NoSession()
    waiting = next((one for one in tx.committee.to_confirm(organisation) if one.id == reply), None)
    if waiting is None:
        return NotComplete()
    deciders = _deciders(found, conflicts)
    needed = content.case_settings.quorum
    if not deciders:
        return NobodyThere()
    if len(deciders) < needed:
        return NoQuorum(present=len(deciders), needed=needed)
    tx.committee.confirm(organisation, reply, session=session, at=now)
    _note(tx, found, waiting, conflicts, deciders, by, now)
    return waiting


def _deciders(session: CommitteeSession, conflicts: Sequence[str]) -> list[str]:
    return [member.name for member in session.attendance if member.present and member.name not in conflicts]


def _note(
    tx: Transaction,
    session: CommitteeSession,
    reply: UrgentReply,
    conflicts: Sequence[str],
    deciders: Sequence[str],
    by: str,
    now: datetime,
) -> None:
    organisation, case = session.organisation, reply.case
    detail = {"session": session.number, "conflicts": list(conflicts), "deciders": list(deciders)}
    tx.cases.add_step(organisation, case.id, at=now, actor=by, action=CONFIRMED, detail=detail)
    tx.staff.audit(
        organisation, actor=by, action=CONFIRMED, subject=case.reference,
        detail={"session": str(session.number)}, at=now,
    )  # fmt: skip
    tx.announce(f"cases:{organisation}")
