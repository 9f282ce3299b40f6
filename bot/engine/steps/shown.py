"""How answers look: runs that are read from the left, masks, dates in both calendars."""

from collections.abc import Mapping
from datetime import date

from hijridate import Hijri

from bot.messages import Language

_MONTHS: dict[Language, tuple[str, ...]] = {
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
        "ديسمبر",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip


def ltr(text: str) -> str:
    """Return `text` isolated as left-to-right, so that Arabic around it does not turn it over."""
    return f"\u2066{text}\u2069"


def mask(text: str, keep: int = 4) -> str:
    """Return `text` with all but its last characters hidden."""
    return ltr("•" * max(len(text) - keep, 0) + text[-keep:])


def hijri_of(value: Mapping[str, str]) -> Hijri:
    """Return the Hijri day of a date's value."""
    return Hijri.fromisoformat(value["hijri"])


def hijri_words(day: Hijri, language: Language, parts: str = "day") -> str:
    """Return a Hijri date in words; `parts` says how exact it is: day, month or year."""
    era = "هـ" if language == "ar" else "AH"
    return _join(day.day, day.month_name(language), f"{day.year} {era}", parts)


def gregorian_words(day: date, language: Language, parts: str = "day") -> str:
    """Return a Gregorian date in words."""
    era = " م" if language == "ar" else ""
    return _join(day.day, _MONTHS[language][day.month - 1], f"{day.year}{era}", parts)


def _join(day: int, month: str, year: str, parts: str) -> str:
    known = {"day": (str(day), month, year), "month": (month, year), "year": (year,)}
    known["day-month"] = (str(day), month)
    return " ".join(known[parts])
