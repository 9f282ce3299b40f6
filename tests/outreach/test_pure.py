"""What is decided without a store: the life of a campaign, when it begins, its fields, its form."""

from collections.abc import Mapping
from dataclasses import fields as columns
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.outreach import fields as filling
from bot.outreach.life import TABLE, Act, Facts, Refused, decide
from bot.outreach.schedule import next_time
from bot.outreach.writing import read
from bot.ports.outreach import CampaignState, Schedule
from tests.outreach.campaigning import FORM
from tests.worker.world import content

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)
CONTENT = replace(
    content(),
    organisation=replace(content().organisation, contact={"phone": {"ar": "0500000000", "en": "0500000000"}}),
)


def cases(name: str) -> list[Any]:
    rows = yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    return [pytest.param(row, id=f"{number}") for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize("row", cases("life"))
def test_the_life_of_a_campaign(row: Mapping[str, str]) -> None:
    facts = Facts(
        may=row.get("may") != "no",
        author=row.get("author") == "yes",
        people=int(row.get("people", "9")),
        over=row.get("over") == "yes",
        slow=row.get("slow") == "yes",
    )
    found = decide(row["from"], row["act"], facts)  # type: ignore[arg-type]
    assert found == (Refused(why=row["refused"]) if "refused" in row else row["to"])  # type: ignore[arg-type]


def test_every_act_that_leads_somewhere_is_in_the_cases() -> None:
    said = {(row.values[0]["from"], row.values[0]["act"]) for row in cases("life")}
    assert set(TABLE) <= said


@given(st.lists(st.sampled_from(get_args(Act)), max_size=30))
def test_nothing_is_sent_that_was_not_tried_asked_and_approved_since_it_changed(
    acts: list[Act],
) -> None:
    since: list[Act] = []
    state: CampaignState = "draft"
    for act in acts:
        after = decide(state, act, Facts())
        if isinstance(after, Refused):
            continue
        since = [] if act in ("save", "return") else [*since, act]
        state = after
        if state == "sending":
            assert [each for each in since if each in ("test", "ask", "approve")][-1:] == ["approve"]
            assert {"test", "ask", "approve", "begin"} <= set(since)


@pytest.mark.parametrize("row", cases("schedule"))
def test_when_it_begins(row: Mapping[str, str]) -> None:
    schedule = Schedule(
        kind=row["kind"],  # type: ignore[arg-type]
        day=row.get("day", ""),
        month=int(row.get("month", 0)),
        month_day=int(row.get("month_day", 0)),
        clock=row.get("clock", "10:00"),
    )
    found = next_time(schedule, _utc(row["now"]), "Asia/Riyadh")
    assert found == (None if row["next"] == "never" else _utc(row["next"]))


@pytest.mark.parametrize("row", cases("fields"))
def test_fields_are_checked(row: Mapping[str, str]) -> None:
    expected = None if row["wrong"] == "none" else (row["wrong"], row["nearest"])
    assert filling.unknown(row["text"], CONTENT) == expected


@given(st.text(max_size=80))
def test_any_text_that_is_accepted_is_filled_without_fields_left(text: str) -> None:
    if filling.unknown(text, CONTENT) is None:
        filled = filling.fill(text, CONTENT, "ar", name="نورة", today=TODAY)
        assert "{" not in filled
        assert "}" not in filled


@pytest.mark.parametrize(
    ("name", "called"),
    [("نورة سالم", "نورة"), ("عبد الله سالم", "عبد الله"), ("أم خالد", "أم خالد"), ("", "ضيفنا الكريم")],
)
def test_how_a_person_is_called(name: str, called: str) -> None:
    assert filling.fill("{name}", CONTENT, "ar", name=name, today=TODAY) == called


def test_a_day_is_said_in_both_calendars() -> None:
    assert filling.in_both(TODAY, "ar") == "11 جمادى الآخرة 1448 هـ، 21 نوفمبر 2026 م"
    assert "21 November 2026" in filling.in_both(TODAY, "en")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {}),
        ({"title": " "}, {"title": "title"}),
        ({"title": "x" * 121}, {"title": "long"}),
        ({"text_en": ""}, {"text_en": "text"}),
        ({"text_ar": "x" * 701}, {"text_ar": "long"}),
        ({"text_ar": "{nam}"}, {"text_ar": "nearest"}),
        ({"text_ar": "{xyzzyqq}"}, {"text_ar": "field"}),
        ({"text_ar": "{name"}, {"text_ar": "brace"}),
        ({"cap": "0"}, {"cap": "cap"}),
        ({"cap": "كثير"}, {"cap": "cap"}),
        ({"cap": "٢٠٠"}, {}),
        ({"stage": "complaint"}, {}),
        ({"stage": "complaint:received"}, {}),
        ({"stage": "complaint:none"}, {"stage": "stage"}),
        ({"stage": "none"}, {"stage": "stage"}),
        ({"topic": "none"}, {"topic": "topic"}),
        ({"topic": "review-time"}, {}),
        ({"branch": "Abha!"}, {"branch": "branch"}),
        ({"channel": "letters"}, {"channel": "channel"}),
        ({"heard_after": "1 رمضان 1447"}, {}),
        ({"heard_after": "رمضان"}, {"heard_after": "day"}),
        ({"heard_after": "2026-10-01", "heard_before": "2026-09-01"}, {"heard_before": "order"}),
        ({"when": "once", "day": "١ رمضان ١٤٤٨", "clock": "10:00"}, {}),
        ({"when": "once", "day": "2026-11-20", "clock": "10:00"}, {"day": "past"}),
        ({"when": "once", "day": "", "clock": "10:00"}, {"day": "day"}),
        ({"when": "once", "day": "2026-12-01", "clock": "25:00"}, {"clock": "clock"}),
        ({"when": "yearly", "month": "9", "month_day": "1", "clock": "10:00"}, {}),
        ({"when": "yearly", "month": "13", "month_day": "1", "clock": "10:00"}, {"month_day": "month"}),
        ({"when": "yearly", "month": "9", "month_day": "31", "clock": "10:00"}, {"month_day": "month"}),
    ],
)
def test_what_is_wrong_with_a_form_is_named_by_its_field(
    fields: dict[str, str], wrong: dict[str, str]
) -> None:
    _, troubles = read({**FORM, **fields}, CONTENT, TODAY)
    assert {each.field: each.key for each in troubles} == wrong


def test_a_form_is_read_as_it_is_kept() -> None:
    given_day = {"when": "once", "day": "1 رمضان 1448", "clock": "9:30", "stage": "complaint:received"}
    written, troubles = read({**FORM, **given_day, "clock": "09:30"}, CONTENT, TODAY)
    assert not troubles
    assert (written.schedule.day, written.schedule.clock) == ("2027-02-08", "09:30")
    assert (written.rules.kind, written.rules.stage) == ("complaint", "received")
    assert {column.name for column in columns(written.rules)} >= {"topic", "branch"}


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
