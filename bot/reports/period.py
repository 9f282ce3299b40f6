"""Spans of days for reports, in either calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hijridate import Gregorian, Hijri

from bot.engine.steps.shown import gregorian_words, hijri_words
from bot.messages import Language

Calendar = Literal["gregorian", "hijri"]
NAMED = ("month", "last-month", "hijri-month", "last-hijri-month", "year", "hijri-year")
_HIJRI_UNTIL = 1700  # a year below is one of the Hijri calendar
_LONGEST = 366 * 6  # days
_MONTHS_FROM = 62  # days from which on a trend goes by month, not by week


class NotAPeriod(ValueError):
    """What was given is no span of days."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date
    calendar: Calendar = "gregorian"

    def bounds(self, timezone: str) -> tuple[datetime, datetime]:
        """Return its beginning and its end (excluded) as times."""
        zone = ZoneInfo(timezone)
        return (
            datetime.combine(self.first, time(), tzinfo=zone),
            datetime.combine(self.last + timedelta(days=1), time(), tzinfo=zone),
        )

    def words(self, language: Language) -> str:
        """Return it in both calendars, its own first."""
        solar = " – ".join(gregorian_words(day, language) for day in (self.first, self.last))
        lunar = " – ".join(
            hijri_words(Gregorian.fromdate(day).to_hijri(), language) for day in (self.first, self.last)
        )
        return f"{lunar} ({solar})" if self.calendar == "hijri" else f"{solar} ({lunar})"

    def parts(self) -> Iterator["Period"]:
        """Yield its weeks or, if it is long, the months of its calendar; the ends may be shorter."""
        begin = self.first
        while begin <= self.last:
            nextly = self._next(begin)
            yield Period(first=begin, last=min(nextly - timedelta(days=1), self.last), calendar=self.calendar)
            begin = nextly

    def label(self, language: Language) -> str:
        """Return a short name of one of `parts`: its month, or its first day."""
        exact = "month" if (self.last - self.first).days > 20 else "day-month"
        if self.calendar == "hijri":
            return hijri_words(Gregorian.fromdate(self.first).to_hijri(), language, exact)
        return gregorian_words(self.first, language, exact)

    def _next(self, begin: date) -> date:
        if (self.last - self.first).days < _MONTHS_FROM:
            return begin + timedelta(days=7)
        if self.calendar == "hijri":
            month = Gregorian.fromdate(begin).to_hijri()
            return _hijri_month(month.year, month.month + 1)
        return _month(begin.year, begin.month + 1)


def read_period(*, today: date, named: str = "", first: str = "", last: str = "") -> Period:
    """Read a named span, or two days such as 2026-11-01 or 1448-05-01. NotAPeriod if it is none.

    Without anything it is this month; without a last day it goes up to today.
    """
    if first.strip() or last.strip():
        return _typed(first.strip(), last.strip(), today)
    return _named(named or "month", today)


def _named(named: str, today: date) -> Period:
    lunar = Gregorian.fromdate(today).to_hijri()
    month, year = today.month, today.year
    spans: dict[str, tuple[date, date, Calendar]] = {
        "month": (_month(year, month), _month(year, month + 1), "gregorian"),
        "last-month": (_month(year, month - 1), _month(year, month), "gregorian"),
        "year": (_month(year, 1), _month(year + 1, 1), "gregorian"),
        "hijri-month": (
            _hijri_month(lunar.year, lunar.month), _hijri_month(lunar.year, lunar.month + 1), "hijri",
        ),
        "last-hijri-month": (
            _hijri_month(lunar.year, lunar.month - 1), _hijri_month(lunar.year, lunar.month), "hijri",
        ),
        "hijri-year": (_hijri_month(lunar.year, 1), _hijri_month(lunar.year + 1, 1), "hijri"),
    }  # fmt: skip
    if named not in spans:
        raise NotAPeriod(named)
    first, after, calendar = spans[named]
    return Period(first=first, last=after - timedelta(days=1), calendar=calendar)


def _typed(first: str, last: str, today: date) -> Period:
    begin, calendar = _day(first or last)
    end = _day(last)[0] if last else max(today, begin)
    if end < begin or (end - begin).days > _LONGEST:
        raise NotAPeriod(f"{first} – {last}")
    return Period(first=begin, last=end, calendar=calendar)


def _day(text: str) -> tuple[date, Calendar]:
    try:
        year, month, day = (int(part) for part in text.replace("/", "-").split("-"))
        if year < _HIJRI_UNTIL:
            return Hijri(year, month, day).to_gregorian(), "hijri"
        return date(year, month, day), "gregorian"
    except (ValueError, OverflowError) as error:
        raise NotAPeriod(text) from error


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _hijri_month(year: int, month: int) -> date:
    return Hijri(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).to_gregorian()
