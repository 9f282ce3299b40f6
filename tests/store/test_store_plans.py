"""Questions asked with each message must not read whole tables."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, event, make_url
from sqlalchemy.dialects.sqlite import dialect

from bot.ports.outreach import Rules
from bot.store import (
    audience,
    cases,
    conversations,
    inbox,
    late,
    notices,
    outbox,
    outreach,
    reads,
    staff,
    timers,
    transcript,
    ways,
)
from bot.store.opening import engine_for
from bot.store.schema import upgrade

HOT: dict[str, Executable] = {
    "conversation by id": conversations.BY_ID,
    "conversation by address": conversations.BY_ADDRESS,
    "claim": conversations._claim,
    "take": inbox._take,
    "done": inbox._done,
    "pending": inbox._pending,
    "outbox due": outbox._due,
    "outbox next due": outbox._next_due,
    "outbox sent": outbox._sent,
    "timers due": timers._due,
    "lines after": reads._lines,
    "lines recent": transcript._recent,
    "set delivery": transcript._set_delivery,
    "reply key": staff._kept_line,
    "notices due": notices._due,
    "notices on their way": notices._left,
    "notices of a case": notices.NOTICES_OF_CASE,
    "late cases due": late.DUE,
    "late cases untold": late.UNTOLD,
    "ways to reach a person": ways.OF_PERSON,
    "chats tied together": ways.TIED,
    "campaigns sending": outreach._sending,
    "campaigns due": outreach._due,
    "waiting of a campaign": outreach._waiting,
    "campaign messages on their way": outreach._gone,
    "campaign of a line": outreach._state_of_line,
    "case by reference": cases.BY_REFERENCE,
    "head of a history": cases.SELECT_CHAIN,
    "history of a case": cases.SELECT_STEPS,
}


@pytest.mark.parametrize("name", HOT)
def test_a_hot_question_uses_an_index(name: str, tmp_path: Path) -> None:
    engine = engine_for(make_url(f"sqlite:///{tmp_path / 'plans.db'}"))
    upgrade(engine)
    statement = HOT[name].compile(dialect=dialect())  # type: ignore[attr-defined]
    with engine.connect() as connection:
        nothing = tuple(None for _ in statement.positiontup)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing).all()
    engine.dispose()
    scans = [row[3] for row in plan if row[3].startswith("SCAN") and "INDEX" not in row[3]]
    assert plan
    assert scans == []


@pytest.mark.parametrize("rules", [Rules(), Rules(language="ar", channel="web")])
def test_a_page_of_an_audience_sorts_nothing(rules: Rules, tmp_path: Path) -> None:
    """However many people agreed, a page costs the same."""
    engine = engine_for(make_url(f"sqlite:///{tmp_path / 'plans.db'}"))
    upgrade(engine)
    asked = audience.page_of_audience(rules, "aoun", "Asia/Riyadh")
    ran: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *given: ran.append((given[2], given[3])))
    with engine.connect() as connection:
        connection.execute(asked, {"org": "aoun", "after": "", "most": 500})
        statement, given = ran[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    engine.dispose()
    steps = [row[3] for row in plan]
    assert any("uq_outreach_wishes_newest" in step for step in steps)
    assert [step for step in steps if "TEMP B-TREE" in step] == []
