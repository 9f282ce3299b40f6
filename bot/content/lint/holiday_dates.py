"""Rule `holiday-dates`."""

from collections.abc import Iterator
from datetime import date

from hijridate import Hijri
from typing_extensions import override

from bot.content.hours import parts_of
from bot.content.lint.rule import Rule
from bot.content.problems import ByLanguage, Problem, filled, worded
from bot.content.shapes import HolidayShape
from bot.content.sources import Sources
from bot.engine.hours import DayParts

LONGEST = 60  # days: a longer holiday is a mistake in its dates
MONTH = 30  # days of a long Hijri month
YEAR = 12 * MONTH  # days, roughly
_LEAP_YEAR = 2024  # in which every day of every Gregorian year exists
_BACKWARDS = worded(
    ar="تنتهي الإجازة {to} قبل أن تبدأ {from_}، أو تطول أكثر من {most} يومًا.",
    en="The holiday ends on {to} before it begins on {from_}, or is longer than {most} days.",
)
_MIXED = worded(
    ar="اكتب السنة في التاريخين أو في لا شيء منهما: {from_} و{to}.",
    en="Write the year in both dates or in neither: {from_} and {to}.",
)


class HolidayDates(Rule):
    """The dates of a holiday exist in its calendar, and it ends after it begins.

    `calendar: hijri` follows the Umm al-Qura table of 1343 to 1500 AH. `10-01` comes back every year,
    `2026-12-27` is once.

    ```yaml
    holidays:
      - {name: {ar: عيد الفطر, en: Eid al-Fitr}, calendar: hijri, from: 1501-10-01}   # beyond the table
    ```
    """

    name = "holiday-dates"
    message = worded(
        ar="لا يوجد يوم {day} في التقويم {calendar}، والتقويم الهجري معروف من 1343 إلى 1500.",
        en="There is no day {day} in the calendar “{calendar}”; the Hijri one is known from 1343 to 1500.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for organisation in sources.organisations:
            written = organisation.organisation
            for number, holiday in enumerate(written.value.holidays):
                at = ("holidays", number)
                days = [("from", holiday.from_), *([("to", holiday.to)] if holiday.to else [])]
                wrong = [
                    self.blame(written.document, (*at, key), day=day, calendar=holiday.calendar)
                    for key, day in days
                    if not exists(parts_of(day), holiday)
                ]
                yield from wrong
                message = None if wrong else _order(holiday)
                if message is not None:
                    words = filled(message, from_=holiday.from_, to=holiday.to, most=LONGEST)
                    yield written.document.problem(self.name, words, (*at, "to"))


def exists(parts: DayParts, holiday: HolidayShape) -> bool:
    """Tell whether a day exists; every year's day, whether it exists in some year."""
    if holiday.calendar == "hijri":
        return parts[-1] <= MONTH if len(parts) == 2 else _in_table(*parts)
    year, month, day = parts if len(parts) == 3 else (_LEAP_YEAR, *parts)
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _in_table(year: int, month: int, day: int) -> bool:
    try:
        Hijri(year, month, day)
    except (ValueError, OverflowError):
        return False
    return True


def _order(holiday: HolidayShape) -> ByLanguage | None:
    """Return what is wrong with the first and the last day together."""
    if holiday.to is None:
        return None
    first, last = parts_of(holiday.from_), parts_of(holiday.to)
    if len(first) != len(last):
        return _MIXED
    return _BACKWARDS if not 0 <= _length(first, last) <= LONGEST else None


def _length(first: DayParts, last: DayParts) -> int:
    """Return about how many days lie between; yearly ones may go over the end of the year."""
    length = _days(last) - _days(first)
    return length % YEAR if len(first) == 2 else length


def _days(parts: DayParts) -> int:
    year, month, day = parts if len(parts) == 3 else (0, *parts)
    return year * YEAR + month * MONTH + day
