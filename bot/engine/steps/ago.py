"""Spans of time as people say them: "من شهرين", "for two years", "last week", "next year"."""

import re
from datetime import date, timedelta
from typing import Literal

from bot.engine.reading import plain
from bot.engine.steps.numerals import read_numbers

Exactness = Literal["day", "month", "year"]

_MOST = 99  # of any unit: more is a year or a slip
_SINCE = frozenset(
    "من منذ قبل صار صارلي صارلنا لي لنا له لها تقريبا حوالي ago since for last past about".split()  # noqa: SIM905
)
_PAST = frozenset({"قبل", "منذ", "ago", "since", "last", "past"})  # beside these, no word is of the future
_NEXT = frozenset(
    "القادم القادمه الجاي الجايه الجي المقبل المقبله القادمين اللاحق next coming following".split()  # noqa: SIM905
)
_AHEAD = _NEXT | {"بعد", "in"}
_HALF = frozenset({"ونصف", "ونص", "and", "a", "half"})
_TWO = {"يومين": "يوم", "اسبوعين": "اسبوع", "شهرين": "شهر", "سنتين": "سنه", "عامين": "عام"}
_UNITS: dict[str, tuple[float, Exactness]] = {
    **dict.fromkeys(("يوم", "ايام", "day", "days"), (1, "day")),
    **dict.fromkeys(("اسبوع", "اسابيع", "week", "weeks"), (7, "day")),
    **dict.fromkeys(("شهر", "شهور", "اشهر", "month", "months"), (30.44, "month")),
    **dict.fromkeys(("سنه", "سنوات", "سنين", "عام", "اعوام", "year", "years"), (365.25, "year")),
}


def looks_ahead(words: str) -> bool:
    """Tell whether a plain text speaks of the next such day."""
    return bool(_NEXT & set(words.split()))


def read_span(text: str, today: date) -> tuple[date, Exactness] | None:
    """Return about when a span of time began, or ends if it is to come, and how exact that is.

    None if the text names no span.
    """
    words = plain(text).split()
    if _PAST & set(words) or not _AHEAD & set(words):
        return _ended(words, today, -1)
    bare = [word.removeprefix("ال") for word in words if word not in _AHEAD]
    return _ended(["since", *bare], today, 1)


def _ended(words: list[str], today: date, way: int) -> tuple[date, Exactness] | None:
    named = [index for index, word in enumerate(words) if _TWO.get(word, word) in _UNITS]
    if len(named) != 1 or not (_SINCE & set(words) or len(words) <= 2):
        return None
    unit = words[named[0]]
    count = _count(words, named[0])
    if count is None or (named[0] + 1 < len(words) and words[named[0] + 1].isdigit()):
        return None
    days, parts = _UNITS[_TWO.get(unit, unit)]
    return today + way * timedelta(days=round(days * count)), parts


def _count(words: list[str], unit: int) -> float | None:
    """Return how many of the unit; one if no number is named and nothing else is said of it."""
    after = set(words[unit + 1 :])
    half = 0.5 if after & _HALF else 0
    if words[unit] in _TWO:
        return 2 + half
    numbers = read_numbers(" ".join(words[:unit]))
    if not numbers:
        return None if re.search(r"\d", " ".join(words)) or after - _SINCE - _HALF else 1 + half
    return numbers[0] + half if len(numbers) == 1 and 0 <= numbers[0] <= _MOST else None
