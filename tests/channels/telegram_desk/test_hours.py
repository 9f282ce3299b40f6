"""The desk and working hours: when the summary comes. Who is called when: conversations/hours.yaml."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram_desk.summing import next_summary
from bot.engine.content import Content
from bot.engine.hours import Holiday, Hours, Span
from bot.practice.telegram import Practice
from tests.channels.telegram_desk.office import TOKEN, Office, office
from tests.engine.small import both
from tests.worker.world import ORG, content

NATIONAL_DAY = Holiday(name=both("National Day"), calendar="gregorian", first=(9, 23), last=(9, 23))
EID = Holiday(name=both("Eid"), calendar="hijri", first=(9, 30), last=(10, 10))
RAMADAN = {"sun": (Span(600, 720),)}


def having(hours: Hours | None) -> Callable[[str], Content]:
    return lambda organisation: replace(content(organisation), hours=hours)


def silent(made: Office) -> list[bool]:
    """Tell of each head in its order whether it came without a sound."""
    sent = made.practice.calls(TOKEN, "sendMessage")
    heads = [call for call in sent if call.parameters.get("reply_markup")]
    return [bool(call.parameters.get("disable_notification")) for call in heads]


async def test_the_summary_comes_when_the_working_day_begins(tmp_path: Path, practice: Practice) -> None:
    noon = Hours(week={"sun": (Span(12 * 60 + 1, 13 * 60),)})
    async with office(tmp_path, practice, contents=having(noon), passed=59.5) as made:
        await made.until(lambda: made.texts())
        name = content(ORG).organisation.short_name["ar"]
        assert [name in text for text in made.texts()] == [True]


DUE: list[dict[str, Any]] = [
    {"why": "today at the usual time", "after": "2026-11-20T07:59", "at": "2026-11-20T08:00"},
    {"why": "tomorrow once it is past", "after": "2026-11-20T08:00", "at": "2026-11-21T08:00"},
    {"why": "at opening", "hours": 450, "after": "2026-11-22T06:00", "at": "2026-11-22T07:30"},
    {"why": "once a day", "hours": 450, "after": "2026-11-22T07:30", "at": "2026-11-23T07:30"},
    {"why": "not over the weekend", "hours": 450, "after": "2026-11-26T09:00", "at": "2026-11-29T07:30"},
    {"why": "not on a holiday", "hours": 450, "after": "2026-09-22T09:00", "at": "2026-09-24T07:30"},
    {"why": "not on Eid", "hours": 450, "after": "2027-03-10T09:00", "at": "2027-03-21T07:30"},
    {"why": "in Ramadan with its hours", "hours": 450, "after": "2027-02-13T12:00", "at": "2027-02-14T10:00"},
]


@pytest.mark.parametrize("case", DUE, ids=[case["why"] for case in DUE])
def test_when_the_summary_is_due(case: dict[str, Any]) -> None:
    spans = (Span(case.get("hours", 0), 720), Span(960, 1200))
    week = dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), spans)
    hours = Hours(week=week, ramadan=RAMADAN, holidays=(NATIONAL_DAY, EID)) if "hours" in case else None
    due = next_summary(having(hours)(ORG), local(case["after"]), time(8))
    assert due == local(case["at"])


def local(clock: str) -> datetime:
    return datetime.fromisoformat(f"{clock}+03:00")
