"""The two calendars: months, eras, and one day in both."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hijridate import Gregorian, Hijri
from rapidfuzz import fuzz, process

from bot.engine.reading import plain

Calendar = Literal["hijri", "gregorian"]
Parts = Literal["day", "month", "year"]

_FIRST, _LAST = date(1924, 8, 1), date(2077, 11, 16)  # what the Umm al-Qura tables cover
_MONTH_NAMES: dict[Calendar, str] = {
    "hijri": (
        "محرم,المحرم,muharram,moharram;صفر,safar;ربيع الاول,ربيع اول,rabi al awwal,rabi i,rabi 1;"
        "ربيع الثاني,ربيع الاخر,ربيع ثاني,rabi al thani,rabi al akhir,rabi ii,rabi 2;"
        "جمادى الاولى,جمادى الاول,جماد الاول,جماد اول,jumada al ula,jumada al awwal,jumada i;"
        "جمادى الاخرة,جمادى الثانية,جمادى الثاني,جماد الثاني,جماد ثاني,جماد الاخر,"
        "jumada al akhirah,jumada al thani,jumada ii;رجب,rajab;شعبان,shaban,sha ban,shaaban;"
        "رمضان,رمظان,ramadan,ramadhan,ramazan;شوال,shawwal,shawal;"
        "ذو القعدة,ذي القعدة,ذوالقعدة,ذيالقعدة,القعدة,dhu al qidah,dhul qadah,thul qidah,zul qadah;"
        "ذو الحجة,ذي الحجة,ذوالحجة,ذيالحجة,الحجة,dhu al hijjah,dhul hijjah,thul hijjah,zul hijja"
    ),
    "gregorian": (
        "يناير,كانون الثاني,january,jan;فبراير,شباط,february,feb;مارس,اذار,march,mar;"
        "ابريل,نيسان,april,apr;مايو,ايار,may;"
        "يونيو,يونيه,حزيران,june,jun;يوليو,يوليه,تموز,july,jul;اغسطس,اب,august,aug;سبتمبر,ايلول,september,sep,sept;"
        "اكتوبر,تشرين الاول,october,oct;نوفمبر,تشرين الثاني,november,nov;ديسمبر,كانون الاول,december,dec"
    ),
}
_MONTHS: dict[str, tuple[Calendar, int]] = {
    plain(name): (calendar, number)
    for calendar, names in _MONTH_NAMES.items()
    for number, month in enumerate(names.split(";"), start=1)
    for name in month.split(",")
}
_LONGEST_FIRST = sorted(_MONTHS, key=len, reverse=True)
_ERAS: dict[Calendar, frozenset[str]] = {
    "hijri": frozenset(["ه", "هجري", "هجريه", "هجريا", "ah", "hijri", "h", "هج"]),
    "gregorian": frozenset(["م", "ميلادي", "ميلاديه", "ميلاديا", "ad", "ce", "gregorian", "g"]),
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day in both calendars; `parts` says how much of it was typed."""

    gregorian: date
    parts: Parts = "day"

    @property
    def hijri(self) -> Hijri:
        """The same day in the Umm al-Qura calendar."""
        return Gregorian.fromdate(self.gregorian).to_hijri()


def era_of(words: str) -> Calendar | None:
    """Return the calendar that plain words name: هـ, ميلادي, AD."""
    said = set(_split(words))
    return next((calendar for calendar, names in _ERAS.items() if names & said), None)


def month_in(words: str) -> tuple[str, Calendar, int] | None:
    """Return the month that plain words name: as typed, its calendar, its number."""
    named = _month_name(words)
    return (named[0], *_MONTHS[named[1]]) if named else None


def _split(words: str) -> list[str]:
    """Return the words; an era is often written onto the year: 1446هـ."""
    return re.sub(r"(\d)([^\W\d])", r"\1 \2", words).split()


def _month_name(words: str) -> tuple[str, str] | None:
    """Return the month's name as typed and as known."""
    padded = f" {' '.join(word for word in _split(words))} "
    for name in _LONGEST_FIRST:
        if f" {name} " in padded:
            return name, name
    letters = [word for word in padded.split() if len(word) >= 4 and word.isalpha()]
    for word in letters:
        close = process.extractOne(word, _LONGEST_FIRST, scorer=fuzz.ratio, score_cutoff=80)
        if close:
            return word, close[0]
    return None


def build(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """Return that day; None if there is none, or if it lies outside the tables."""
    try:
        made = date(year, month, day) if calendar == "gregorian" else _from_hijri(year, month, day)
    except (ValueError, OverflowError):
        return None
    return made if _FIRST <= made <= _LAST else None


def _from_hijri(year: int, month: int, day: int) -> date:
    solar = Hijri(year, month, day).to_gregorian()
    return date(solar.year, solar.month, solar.day)
