"""When a case is late: its stage's target in working days, and the alerts that follow.

A target counts the organisation's working days once its hours are entered, and all days before that.
"""

from datetime import datetime

from bot.engine.content import Content
from bot.engine.working_days import after_working_days
from bot.ports.records import Case
from bot.ports.store import Transaction


def target(content: Content, case: Case) -> datetime | None:
    """Return from when on a case is late in its stage; None if it never is."""
    life = content.lives.get(case.kind)
    stage = life.stage(case.stage) if life else None
    if stage is None or not stage.open:
        return None
    days = content.case_settings.target(case.kind, stage)
    return None if days is None else after_working_days(since(case), days, content.hours)


def since(case: Case) -> datetime:
    """Return from when on a case is in its stage."""
    return case.stage_since or case.opened_at


def plan(tx: Transaction, content: Content, case: Case) -> None:
    """Keep when a case that has come into its stage will be late; nothing for a stage that has no target."""
    late = target(content, case)
    if late is None:
        tx.late.forget(case.organisation, case.id)
    else:
        tx.late.plan(case.organisation, case.id, due=late)


def alert(tx: Transaction, content: Content, organisation: str, case_id: str, *, now: datetime) -> bool:
    """Alert about a case whose time has come, unless it is not late after all; True if it is.

    Once per target, and again after each `again_after` working days of the organisation's settings.
    """
    case = tx.cases.get(organisation, case_id)
    late = target(content, case) if case else None
    if late is None:
        tx.late.forget(organisation, case_id)
        return False
    if late > now:
        tx.late.postpone(organisation, case_id, due=late)
        return False
    again = after_working_days(now, content.case_settings.again_after, content.hours)
    tx.late.alerted(organisation, case_id, at=now, due=again)
    return True
