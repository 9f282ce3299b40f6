"""Showing a masked answer in full: each time with a reason, kept in the case's history and the audit."""

from collections.abc import Collection
from datetime import datetime

from bot.ports.store import Transaction

LONGEST = 200  # characters of a reason


def reveal(
    tx: Transaction,
    organisation: str,
    reference: str,
    answer: str,
    *,
    secrets: Collection[str],
    reason: str,
    by: str,
    now: datetime,
) -> str | None:
    """Return an answer in full and keep who saw it and why. None if there is no such answer to reveal.

    `secrets` are the answers that are masked; `reason` is what staff typed, not empty.
    """
    case = tx.cases.lock(organisation, reference)
    value = case.answers.get(answer) if case and answer in secrets else None
    if case is None or value is None:
        return None
    why = reason.strip()[:LONGEST]
    tx.cases.add_step(
        organisation, case.id, at=now, actor=by, action="revealed", detail={"answer": answer, "note": why}
    )
    tx.staff.audit(
        organisation,
        actor=by,
        action="case-revealed",
        subject=reference,
        detail={"answer": answer, "reason": why},
        at=now,
    )
    return str(value)
