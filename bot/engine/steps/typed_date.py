"""Dates as people type them, in either calendar: text in, the days it may mean out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from bot.engine.reading import plain
from bot.engine.steps.ago import looks_ahead, read_span
from bot.engine.steps.calendars import Calendar, Day, Parts, build, era_of, month_in

Trouble = Literal["unreadable", "year", "impossible", "range", "exact", "differ"]
Read = tuple[Day, ...] | Trouble

_BOTH = re.compile(r"\b(?:الموافق|الموافقه|موافق|corresponding to)\b")
_NEAR_TODAY = {
    "اليوم": 0, "الان": 0, "من الان": 0, "الحين": 0, "من الحين": 0, "من اليوم": 0, "فورا": 0,
    "today": 0, "now": 0,
    "امس": -1, "البارح": -1, "من امس": -1, "yesterday": -1, "بكره": 1, "بكرا": 1,
    "باكر": 1, "غد": 1, "بعد بكره": 2, "بعد غد": 2, "غدا": 1, "من بكره": 1, "tomorrow": 1,
}  # fmt: skip
_CENTURIES: tuple[tuple[Calendar, int], ...] = (
    ("hijri", 1300), ("hijri", 1400), ("gregorian", 1900), ("gregorian", 2000),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Typed:
    """The pieces of a typed date."""

    calendar: Calendar | None
    year: str  # empty if none was typed
    month: int = 1
    day: int = 1
    parts: Parts = "day"


def read_days(text: str, today: date, *, rough: bool = False) -> Read:
    """Return the days that `text` may mean, or what is wrong with it.

    They are several if its year has two digits, or is missing beside a month's name (the last and the next
    such day). `rough` also takes a month or a year alone, as its first day, and a span of time.
    """
    words = plain(text)
    if words in _NEAR_TODAY:
        return (Day(today + timedelta(days=_NEAR_TODAY[words])),)
    if rough and (span := read_span(text, today)):
        return (Day(*span),)
    if len(both := _BOTH.split(words)) == 2:
        return _agreeing(*(read_days(half, today, rough=rough) for half in both))
    read = _read(words, today, rough=rough)
    return read if isinstance(read, str) or not looks_ahead(words) else _to_come(read, today)


def _to_come(days: tuple[Day, ...], today: date) -> tuple[Day, ...]:
    """Return the days that are to come: "next Ramadan" is never the last one."""
    return tuple(day for day in days if day.gregorian > today) or days


def _agreeing(first: Read, second: Read) -> Read:
    """Return the day that a date given in both calendars means."""
    if isinstance(first, str) or isinstance(second, str):
        return first if isinstance(first, str) else second
    return tuple(day for day in first if day in second) or "differ"


def _read(words: str, today: date, *, rough: bool) -> Read:
    typed = _pieces(words)
    if not isinstance(typed, _Typed):
        return typed
    if typed.parts != "day" and not rough:
        return "exact"
    years = tuple(_years(typed, today))
    days = tuple(dict.fromkeys(_days(typed, years)))
    return (days if typed.year else _around(days, today)) or ("impossible" if years else "range")


def _pieces(words: str) -> _Typed | Trouble:
    named = month_in(words)
    numbers = re.findall(r"\d+", words.replace(named[0], " ") if named else words)
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = _compact(numbers[0])
    return _with_month(numbers, *named[1:]) if named else _in_digits(numbers, era_of(words))


def _compact(digits: str) -> list[str]:
    year_first = digits[:2] in ("13", "14", "15", "19", "20") and 1 <= int(digits[4:6]) <= 12
    cuts = (0, 4, 6, 8) if year_first else (0, 2, 4, 8)
    return [digits[start:end] for start, end in pairwise(cuts)]


def _with_month(numbers: list[str], calendar: Calendar, month: int) -> _Typed | Trouble:
    match numbers:
        case []:
            return _Typed(calendar, "", month, parts="month")
        case [day] if len(day) <= 2 and int(day) <= 31:
            return _Typed(calendar, "", month, int(day))
        case [year] if len(year) in (2, 4):
            return _Typed(calendar, year, month, parts="month")
        case [day, year] if len(day) <= 2 and len(year) in (2, 4):
            return _Typed(calendar, year, month, int(day))
        case [year, day] if len(day) <= 2 and len(year) == 4:
            return _Typed(calendar, year, month, int(day))
    return "unreadable"


def _in_digits(numbers: list[str], era: Calendar | None) -> _Typed | Trouble:
    match numbers:
        case [year] if len(year) == 4:
            return _Typed(era, year, parts="year")
        case [first, second] if 4 in (len(first), len(second)) and len(first + second) <= 6:
            month, year = (first, second) if len(second) == 4 else (second, first)
            return _Typed(era, year, int(month), parts="month")
        case [first, second] if max(len(first), len(second)) <= 2:
            return "year"
        case [first, second, third]:
            return _three(first, second, third, era)
    return "unreadable"


def _three(first: str, second: str, third: str, era: Calendar | None) -> _Typed | Trouble:
    year, month, day = (first, second, third) if len(first) == 4 else (third, second, first)
    if len(month) > 2 or len(day) > 2 or len(year) not in (2, 4):
        return "unreadable"
    if int(month) > 12 >= int(day):  # month first, as some keyboards and forms have it
        month, day = day, month
    return _Typed(era, year, int(month), int(day))


def _years(typed: _Typed, today: date) -> Iterator[tuple[Calendar, int]]:
    """Yield what the year may be; two digits may be any of four, none any near today."""
    year = int(typed.year or 0)
    if not typed.year:
        yield from _without_year(typed, today)
    elif len(typed.year) == 2:
        asked = [pair for pair in _CENTURIES if typed.calendar in (pair[0], None)]
        yield from ((calendar, century + year) for calendar, century in asked)
    elif 1343 <= year <= 1500:
        yield from _in_calendar("hijri", year, typed)
    elif 1924 <= year <= 2077:
        yield from _in_calendar("gregorian", year, typed)


def _without_year(typed: _Typed, today: date) -> Iterator[tuple[Calendar, int]]:
    calendar = typed.calendar or "gregorian"
    this = today.year if calendar == "gregorian" else Day(today).hijri.year
    yield from ((calendar, this + step) for step in (-1, 0, 1))


def _around(days: tuple[Day, ...], today: date) -> tuple[Day, ...]:
    """Return the last of the days that has been, and the first that is to come."""
    been = [day for day in days if day.gregorian <= today]
    to_come = [day for day in days if day.gregorian > today]
    return (*been[-1:], *to_come[:1])


def _in_calendar(calendar: Calendar, year: int, typed: _Typed) -> Iterator[tuple[Calendar, int]]:
    """Yield the year; for a month of the other calendar ("Ramadan 2024"), its years there that overlap."""
    if typed.calendar in (calendar, None):
        yield calendar, year
    elif typed.calendar == "hijri":
        lunar = _near((year - 622) * 33 // 32)
        yield from (("hijri", near) for near in lunar if _gregorian_year(near, typed) == year)
    else:
        solar = _near(year * 32 // 33 + 622)
        yield from (("gregorian", near) for near in solar if _hijri_year(near, typed) == year)


def _near(year: int) -> range:
    return range(year - 1, year + 3)


def _gregorian_year(year: int, typed: _Typed) -> int:
    day = build("hijri", year, typed.month, typed.day)
    return day.year if day else 0


def _hijri_year(year: int, typed: _Typed) -> int:
    day = build("gregorian", year, typed.month, typed.day)
    return Day(day).hijri.year if day else 0


def _days(typed: _Typed, years: tuple[tuple[Calendar, int], ...]) -> Iterator[Day]:
    for calendar, year in years:
        day = build(calendar, year, typed.month, typed.day)
        if day:
            yield Day(day, typed.parts)
