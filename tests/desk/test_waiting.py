"""Play tests/desk/waiting.yaml."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.waiting import alert_due, overdue
from bot.messages import Address
from bot.ports.records import Conversation
from tests.worker.world import MORNINGS, START, load

CASES: list[dict[str, Any]] = load(Path(__file__).parent / "waiting.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_waiting(case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(case["at"]) if "at" in case else START
    hours = MORNINGS if "hours" in case else None
    row = _chat(case, now)
    assert overdue(row, now, hours) == case["level"]
    assert alert_due(row, now, hours) == (case["alert"] == "yes")


def _chat(case: dict[str, Any], now: datetime) -> Conversation:
    def _ago(minutes: str | None) -> datetime | None:
        return now - timedelta(minutes=int(minutes)) if minutes else None

    return Conversation(
        id="c",
        address=Address(organisation="aoun", channel="web", user="u"),
        person=None,
        state=None,
        language="ar",
        owner=case.get("owner", "waiting"),
        holder=None,
        reason="asked",
        priority=case["priority"],
        danger=None,
        topic=None,
        waiting_since=_ago(case["waited"]),
        claimed_at=None,
        alerted_at=_ago(case.get("told")),
        last_inbound_at=None,
        last_line=0,
        opened_at=START,
    )
