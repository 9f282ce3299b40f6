"""A notice that reached nobody: staff call the person and say so."""

from datetime import datetime

from bot.ports.store import Transaction

SAID = ("call", "kept")  # notices that a call makes good


def called(tx: Transaction, organisation: str, reference: str, *, by: str, now: datetime) -> bool:
    """Keep that the person was told on the phone. False if there was nothing to tell."""
    case = tx.cases.lock(organisation, reference)
    notices = tx.notices.of_case(organisation, case.id) if case else ()
    open_ = [one for one in notices if one.status in SAID and one.opened_at is None]
    if case is None or not open_:
        return False
    for one in open_:
        tx.notices.set_status(organisation, one.id, "told", at=now)
    tx.notices.opened(organisation, case.id, at=now)
    steps = sorted({one.step for one in open_})
    tx.cases.add_step(organisation, case.id, at=now, actor=by, action="called", detail={"told": steps})
    tx.staff.audit(organisation, actor=by, action="case-called", subject=reference, detail={}, at=now)
    return True
