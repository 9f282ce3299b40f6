"""An organisation's hours and holidays: from what authors write to what the engine counts with."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.content.shapes import HolidayShape, HoursShape, Opening
from bot.engine.content import Content, Texts
from bot.engine.hours import DAYS_IN_ORDER, DayParts, Holiday, Hours, Span, Week
from bot.engine.opening import OPENING_HOURS, HoursInWords
from bot.messages import LANGUAGES, Language


def hours_of(shape: HoursShape) -> Hours | None:
    """Return when an organisation's staff work; None if its file does not say."""
    if not shape.hours:
        return None
    return Hours(
        week=week_of(shape.hours),
        ramadan=week_of(shape.ramadan_hours) if shape.ramadan_hours else None,
        holidays=tuple(_holiday(each) for each in shape.holidays),
    )


def with_hours(content: Content, hours: Hours | None, *, answers: bool) -> Content:
    """Return the content with hours; `answers`: they fill the known gap about them, too."""
    gap = content.topics.get(OPENING_HOURS)
    if hours is None or gap is None or not answers:
        return replace(content, hours=hours)
    topic = replace(gap, kind="topic", answer=opening_answer(hours, content.texts))
    return replace(content, hours=hours, topics={**content.topics, OPENING_HOURS: topic})


def opening_answer(hours: Hours, texts: Texts) -> Mapping[Language, str]:
    """Return the answer to “when are you open?” in every language."""
    return {each: HoursInWords(hours=hours, texts=texts, language=each).week() for each in LANGUAGES}


def week_of(openings: Iterable[Opening]) -> Week:
    """Return the hours of each day, in order; a day without is left out."""
    written = [(day, span_of(opening)) for opening in openings for day in opening.days]
    spans = {day: tuple(sorted(span for named, span in written if named == day)) for day in DAYS_IN_ORDER}
    return {day: each for day, each in spans.items() if each}


def span_of(opening: Opening) -> Span:
    """Return opening hours in minutes since midnight."""
    return Span(_minutes(opening.opens), _minutes(opening.closes))


def parts_of(day: str) -> DayParts:
    """Return a day as it was written: (month, day), or (year, month, day)."""
    return tuple(int(part) for part in day.split("-"))


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _holiday(shape: HolidayShape) -> Holiday:
    first = parts_of(shape.from_)
    last = parts_of(shape.to) if shape.to else first
    return Holiday(name=shape.name, calendar=shape.calendar, first=first, last=last)
