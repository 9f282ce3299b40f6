"""Words for the Hijri date picker."""

from collections.abc import Mapping
from datetime import datetime

from hijridate import Gregorian

from bot.messages import LANGUAGES, Language

_SPAN = 100  # years back that the picker offers


def _months(language: Language) -> tuple[str, ...]:
    first = Gregorian(2024, 7, 7).to_hijri()  # 1 Muharram 1446
    return tuple(type(first)(1446, month, 1).month_name(language) for month in range(1, 13))


HIJRI_MONTHS: Mapping[Language, tuple[str, ...]] = {language: _months(language) for language in LANGUAGES}


def hijri_years(now: datetime) -> list[int]:
    """Return the years to choose from: next year first, then back."""
    this = Gregorian(now.year, now.month, now.day).to_hijri().year
    return list(range(this + 1, this - _SPAN, -1))
