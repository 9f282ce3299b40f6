"""Hours of work: what always holds of any week and any holidays, and words for given instants."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.hours import hours_of
from bot.content.shapes import HoursShape
from bot.engine.hours import DAY, DAYS_IN_ORDER, HORIZON, Holiday, Hours, Span, Week, hijri
from bot.engine.opening import HoursInWords
from tests.engine.small import both, wording

SAID: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "hours.yaml").read_text("utf-8"), yaml.CBaseLoader
)
TEXTS = wording()
START = datetime(2020, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=70 * 365)).map(lambda passed: START + passed)
SHORT = st.timedeltas(timedelta(), timedelta(days=50))


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    ends = sorted(draw(st.sets(st.integers(0, DAY), max_size=6)))
    return tuple(Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False))


WEEKS: st.SearchStrategy[Week] = st.dictionaries(st.sampled_from(DAYS_IN_ORDER), spans())


@st.composite
def holidays(draw: st.DrawFn) -> Holiday:
    first, last = (draw(st.tuples(st.integers(1, 12), st.integers(1, 30))) for _ in range(2))
    once = draw(st.booleans())
    calendar: Literal["gregorian", "hijri"] = "hijri" if draw(st.booleans()) else "gregorian"
    year = draw(st.integers(1441, 1500) if calendar == "hijri" else st.integers(2020, 2090))
    parts = ((year, *min(first, last)), (year, *max(first, last))) if once else (first, last)
    return Holiday(name=both("x"), calendar=calendar, first=parts[0], last=parts[1])


HOURS = st.builds(
    Hours, week=WEEKS, ramadan=st.none() | WEEKS, holidays=st.lists(holidays(), max_size=2).map(tuple)
)


@given(hours=HOURS, at=INSTANTS)
@settings(deadline=None)
def test_the_next_opening_is_later_inside_hours_and_on_no_holiday(hours: Hours, at: datetime) -> None:
    opens = hours.next_opening(at)
    if opens is None:
        days = [hours.local(at).date() + timedelta(days=number) for number in range(1, HORIZON)]
        assert not any(hours.spans(day) for day in days)
        return
    local = hours.local(opens)
    assert opens > at
    assert hours.is_open(opens)
    assert hours.holiday(local.date()) is None
    assert any(span.opens == local.hour * 60 + local.minute for span in hours.spans(local.date()))
    if not hours.is_open(at):
        assert hours.working(at, opens) == timedelta()  # and there is none before it


@given(hours=HOURS, since=INSTANTS, first=SHORT, second=SHORT)
@settings(deadline=None)
def test_working_time_adds_up_and_is_never_negative(
    hours: Hours, since: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = since + first, since + first + second
    parts = (hours.working(since, middle), hours.working(middle, end))
    assert all(timedelta() <= part for part in parts)
    assert sum(parts, timedelta()) == hours.working(since, end) <= end - since
    assert hours.working(end, since) == timedelta()


@given(hours=HOURS, at=INSTANTS)
@settings(deadline=None)
def test_open_until_is_where_the_work_ends(hours: Hours, at: datetime) -> None:
    until = hours.open_until(at)
    assert (until is not None) == hours.is_open(at)
    if until is not None:
        assert until > at
        assert hours.working(at, until) == until - at


def test_the_hijri_table_ends_and_the_weeks_go_on() -> None:
    week = {"wed": (Span(480, 960),)}
    eid = Holiday(name=both("eid"), calendar="hijri", first=(1, 1), last=(12, 30))
    hours = Hours(week=week, ramadan={}, holidays=(eid,))
    assert (hijri(date(2077, 11, 16)), hijri(date(2077, 11, 17))) == ((1500, 12, 30), None)
    assert hours.next_opening(datetime(2077, 11, 1, tzinfo=UTC)) == datetime(2077, 11, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize("case", SAID, ids=[case["why"] for case in SAID])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_said(case: dict[str, Any], language: Any) -> None:
    hours = hours_of(HoursShape.model_validate(case["opening"]))
    assert hours is not None
    words = HoursInWords(hours=hours, texts=TEXTS, language=language)
    expected = case[language]
    if "now" not in case:
        assert words.week() == expected.rstrip("\n")
        return
    at = datetime.fromisoformat(case["now"])
    assert {"back": words.back(at) or "nothing", "now": words.now(at)} == expected
