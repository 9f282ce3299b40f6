"""Opening hours in words: when staff are back, whether they are there now, the week as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.engine.content import Texts
from bot.engine.hours import DAY, DAYS_IN_ORDER, Hours, Span, Week, hijri
from bot.engine.steps.calendars import Day
from bot.engine.steps.shown import gregorian_words, hijri_words
from bot.messages import Language

OPENING_HOURS = "gap-opening-hours"  # topic: a known gap until an organisation gives its hours
_CLOCK: Mapping[Language, str] = {"ar": "h:mm bbbb", "en": "h:mm a"}  # babel's patterns
_SOME_SUNDAY = date(2026, 11, 22)
_NEAR = 7  # days ahead in which a weekday and a date are enough


@dataclass(frozen=True, kw_only=True, slots=True)
class HoursInWords:
    """Says hours in one language."""

    hours: Hours
    texts: Texts
    language: Language

    def back(self, now: datetime) -> str | None:
        """Say when staff are back; None while they are there, or if no opening is in sight."""
        if self.hours.is_open(now) or (opens := self.hours.next_opening(now)) is None:
            return None
        return self._say("engine.hours.away", when=self.when(opens, now))

    def now(self, now: datetime) -> str:
        """Say whether they are open now, until when, and otherwise from when on."""
        if (until := self.hours.open_until(now)) is not None:
            return self._say("engine.hours.open", time=self._clock(self.hours.local(until).time()))
        opens = self.hours.next_opening(now)
        if opens is None:
            return self._say("engine.hours.closed")
        when = self.when(opens, now)
        holiday = self.hours.holiday(self.hours.local(now).date())
        if holiday is not None:
            return self._say("engine.hours.holiday", name=holiday.name[self.language], when=when)
        return self._say("engine.hours.closed-until", when=when)

    def when(self, at: datetime, now: datetime) -> str:
        """Say an instant as people do: today, tomorrow, a day of the week; a far one in both calendars."""
        local, today = self.hours.local(at), self.hours.local(now).date()
        day, clock = local.date(), self._clock(local.time())
        ahead = (day - today).days
        weekday = _weekday(day, self.language)
        if ahead == 0:
            return self._say("engine.hours.today", time=clock)
        if ahead == 1:
            return self._say("engine.hours.tomorrow", weekday=weekday, time=clock)
        if ahead <= _NEAR:
            near = gregorian_words(day, self.language, "day-month")
            return self._say("engine.hours.near", weekday=weekday, date=near, time=clock)
        solar, lunar = gregorian_words(day, self.language), self._hijri(day)
        key = "engine.hours.far" if lunar else "engine.hours.near"
        return self._say(key, weekday=weekday, date=solar, hijri=lunar, time=clock)

    def week(self) -> str:
        """Return the whole week, Ramadan and the holidays, each in lines of its own."""
        lines = [self._say("engine.hours.week"), *self._days(self.hours.week)]
        if self.hours.ramadan is not None:
            lines += [self._say("engine.hours.ramadan"), *self._days(self.hours.ramadan)]
        names = list(dict.fromkeys(each.name[self.language] for each in self.hours.holidays))
        if names:
            joined = self._say("engine.hours.comma").join(names)
            lines.append(self._say("engine.hours.holidays", names=joined))
        return "\n".join(lines)

    def _days(self, week: Week) -> list[str]:
        """Return a line for each run of days with the same hours."""
        runs: list[list[str]] = []
        for day in DAYS_IN_ORDER:
            if runs and tuple(week.get(runs[-1][0], ())) == tuple(week.get(day, ())):
                runs[-1].append(day)
            else:
                runs.append([day])
        return [self._line(run, week.get(run[0], ())) for run in runs]

    def _line(self, days: Sequence[str], spans: Sequence[Span]) -> str:
        return self._say("engine.hours.line", days=self._run(days), hours=self._spans(spans))

    def _run(self, days: Sequence[str]) -> str:
        names = [
            _weekday(_SOME_SUNDAY + timedelta(days=DAYS_IN_ORDER.index(day)), self.language) for day in days
        ]
        if len(names) == 1:
            return names[0]
        key = "engine.hours.two-days" if len(names) == 2 else "engine.hours.days"
        return self._say(key, first=names[0], last=names[-1])

    def _spans(self, spans: Sequence[Span]) -> str:
        said = [self._span(span) for span in spans]
        return self._say("engine.hours.and").join(said) if said else self._say("engine.hours.none")

    def _span(self, span: Span) -> str:
        opens, closes = self._clock(_time(span.opens)), self._clock(_time(span.closes))
        return self._say("engine.hours.span", opens=opens, closes=closes)

    def _clock(self, clock: time) -> str:
        from babel.dates import format_time

        if clock == time() and self.language == "en":
            return self._say("engine.hours.midnight")
        return format_time(clock, _CLOCK[self.language], locale=self.language)

    def _hijri(self, day: date) -> str:
        return hijri_words(Day(day).hijri, self.language) if hijri(day) else ""

    def _say(self, key: str, **fields: object) -> str:
        return self.texts(self.language, key, **fields)


def _weekday(day: date, language: Language) -> str:
    from babel.dates import format_date

    return format_date(day, "EEEE", locale=language)


def _time(minutes: int) -> time:
    return time(minutes % DAY // 60, minutes % 60)
