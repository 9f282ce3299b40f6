"""Whom nobody asks for an opinion today: those who were refused something."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.cases.service import own
from bot.engine.content import Content
from bot.ports.records import Conversation, Notice
from bot.ports.store import Transaction


def refused_today(tx: Transaction, content: Content, conversation: Conversation, *, now: datetime) -> bool:
    """Whether the person was told, or read, a refusal of theirs since midnight: no survey then."""
    local = now.astimezone(ZoneInfo(content.timezone))
    midnight = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    for case in own(tx, conversation):
        life = content.lives.get(case.kind)
        for notice in tx.notices.of_case(case.organisation, case.id):
            step = life.step(notice.step) if life else None
            if step is not None and step.daytime and _since(notice, midnight):
                return True
    return False


def _since(notice: Notice, midnight: datetime) -> bool:
    return any(at is not None and at >= midnight for at in (notice.told_at, notice.opened_at))
