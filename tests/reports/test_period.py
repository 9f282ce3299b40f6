from datetime import date
from itertools import pairwise

import pytest

from bot.reports.period import NotAPeriod, read_period

TODAY = date(2026, 11, 21)  # 11 Jumada al-Akhirah 1448


@pytest.mark.parametrize(
    ("named", "first", "last"),
    [
        ("", date(2026, 11, 1), date(2026, 11, 30)),
        ("last-month", date(2026, 10, 1), date(2026, 10, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("hijri-month", date(2026, 11, 11), date(2026, 12, 9)),
        ("last-hijri-month", date(2026, 10, 12), date(2026, 11, 10)),
        ("hijri-year", date(2026, 6, 16), date(2027, 6, 5)),
    ],
)
def test_named_spans(named: str, first: date, last: date) -> None:
    period = read_period(today=TODAY, named=named)
    assert (period.first, period.last) == (first, last)


def test_in_january_the_last_month_is_in_the_year_before() -> None:
    assert read_period(today=date(2026, 1, 5), named="last-month").first == date(2025, 12, 1)
    muharram = date(2026, 6, 20)
    assert read_period(today=muharram, named="last-hijri-month").last == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("typed", "first", "calendar"),
    [
        (("2026-10-05", "2026-10-09"), date(2026, 10, 5), "gregorian"),
        (("1448-06-01", "1448-06-29"), date(2026, 11, 11), "hijri"),
        (("2026/11/01", ""), date(2026, 11, 1), "gregorian"),
    ],
)
def test_typed_spans(typed: tuple[str, str], first: date, calendar: str) -> None:
    period = read_period(today=TODAY, first=typed[0], last=typed[1])
    assert (period.first, period.calendar) == (first, calendar)
    assert period.last >= first


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        ("2026-13-01", "", ""), ("yesterday", "", ""), ("2026-11-09", "2026-11-01", ""),
        ("1999-01-01", "2026-01-01", ""), ("1448-13-01", "", ""), ("", "", "fortnight"),
        ("9999-1-1", "1448", ""),
    ],
)  # fmt: skip
def test_what_is_no_span_is_refused(first: str, last: str, named: str) -> None:
    with pytest.raises(NotAPeriod):
        read_period(today=TODAY, named=named, first=first, last=last)


@pytest.mark.parametrize("named", ["month", "hijri-month", "year", "hijri-year"])
def test_its_parts_are_all_of_it_once(named: str) -> None:
    period = read_period(today=TODAY, named=named)
    parts = list(period.parts())
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    for one, following in pairwise(parts):
        assert (following.first - one.last).days == 1
    assert len(parts) == (12 if "year" in named else 5)


def test_a_day_begins_when_it_does_in_riyadh_and_both_calendars_are_told() -> None:
    period = read_period(today=TODAY, named="hijri-month")
    begin, end = period.bounds("Asia/Riyadh")
    assert (begin.isoformat(), end.isoformat()) == ("2026-11-11T00:00:00+03:00", "2026-12-10T00:00:00+03:00")
    assert "1448" in period.words("ar")
    assert "2026" in period.words("ar")
