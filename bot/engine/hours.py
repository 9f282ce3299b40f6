"""When staff work: weekly hours, Ramadan hours and holidays, in local time, and what follows from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from hijridate import Gregorian

from bot.messages import Language

RAMADAN = 9  # month
DAY = 24 * 60  # minutes
HORIZON = 400  # days in which the next opening is looked for
DAYS_IN_ORDER = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")  # a Saudi week

DayParts = tuple[int, ...]
"""(month, day): in every year; (year, month, day): once."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Opening hours in minutes since midnight; `closes` is later than `opens` and at most 24:00."""

    opens: int
    closes: int


Week = Mapping[str, Sequence[Span]]
"""Day of DAYS_IN_ORDER → its hours, in order and apart; a day that is not named is closed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """Days on which nobody works, from the first to the last, both included."""

    name: Mapping[Language, str]
    calendar: Literal["gregorian", "hijri"]
    first: DayParts
    last: DayParts

    def covers(self, day: date) -> bool:
        """Tell whether a day belongs to it. A Hijri one has no days beyond the calendar's table."""
        parts = hijri(day) if self.calendar == "hijri" else (day.year, day.month, day.day)
        if parts is None:
            return False
        here = parts[-len(self.first) :]
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last  # over the end of a year


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """When the staff of an organisation work. All times that go in and out are aware."""

    week: Week
    ramadan: Week | None = None  # instead of `week` in Ramadan
    holidays: tuple[Holiday, ...] = ()
    timezone: str = "Asia/Riyadh"

    def holiday(self, day: date) -> Holiday | None:
        """Return the holiday that a local day belongs to."""
        return next((each for each in self.holidays if each.covers(day)), None)

    def in_ramadan(self, day: date) -> bool:
        """Tell whether Ramadan hours are kept on a local day."""
        parts = hijri(day) if self.ramadan is not None else None
        return parts is not None and parts[1] == RAMADAN

    def spans(self, day: date) -> Sequence[Span]:
        """Return the hours of a local day; none on a holiday."""
        if self.holiday(day) is not None:
            return ()
        week = self.ramadan if self.ramadan is not None and self.in_ramadan(day) else self.week
        return week.get(weekday(day), ())

    def local(self, at: datetime) -> datetime:
        """Return an instant on the organisation's clock."""
        return at.astimezone(ZoneInfo(self.timezone))

    def is_open(self, at: datetime) -> bool:
        """Tell whether staff are at work."""
        return self.open_until(at) is not None

    def open_until(self, at: datetime) -> datetime | None:
        """Return when they close; None if they are closed. Hours that go on after midnight are one."""
        end: datetime | None = None
        for opens, closes in self._instants(self.local(at).date(), 2):
            if opens <= (end or at) < closes:
                end = closes
        return end

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first opening after `at` (UTC); None if there is none within HORIZON days."""
        days = self._instants(self.local(at).date(), HORIZON)
        return next((opens for opens, _ in days if opens > at), None)

    def first_opening(self, day: date) -> datetime | None:
        """Return when a local day's work begins (UTC); None on a day without."""
        return next((opens for opens, _ in self._instants(day, 1)), None)

    def working(self, since: datetime, until: datetime) -> timedelta:
        """Return how much working time lies between two instants; none if `until` is not the later one."""
        if until <= since:
            return timedelta()
        first = self.local(since).date()
        days = (self.local(until).date() - first).days + 1
        shared = (min(until, closes) - max(since, opens) for opens, closes in self._instants(first, days))
        return sum((max(part, timedelta()) for part in shared), timedelta())

    def _instants(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Yield opening and closing (UTC) of every span of so many days."""
        for number in range(days):
            day = first + timedelta(days=number)
            for span in self.spans(day):
                yield self._instant(day, span.opens), self._instant(day, span.closes)

    def _instant(self, day: date, minutes: int) -> datetime:
        days, minute = divmod(minutes, DAY)
        clock = time(minute // 60, minute % 60)
        local = datetime.combine(day + timedelta(days=days), clock, tzinfo=ZoneInfo(self.timezone))
        return local.astimezone(UTC)


def weekday(day: date) -> str:
    """Return a day's name as authors write it, one of DAYS_IN_ORDER."""
    return DAYS_IN_ORDER[day.isoweekday() % 7]


@lru_cache(maxsize=4096)
def hijri(day: date) -> tuple[int, int, int] | None:
    """Return a day in the Umm al-Qura calendar: year, month, day; None outside its table (1924 to 2077)."""
    try:
        return Gregorian.fromdate(day).to_hijri().datetuple()
    except (OverflowError, ValueError):
        return None
