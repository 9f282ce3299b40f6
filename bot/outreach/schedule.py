"""When a campaign begins: at once, on a day of either calendar, or every year on a Hijri day. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.engine.hours import hijri
from bot.engine.steps.calendars import build
from bot.ports.outreach import Schedule

LASTS = timedelta(days=14)  # an occasion is over after so long: a greeting does not come a month late
_YEARS = 2  # Hijri years looked at: the next day of the year lies in this one or the next


def next_time(schedule: Schedule, now: datetime, timezone: str) -> datetime | None:
    """Return when it begins next, from `now` on (UTC); None if that is over, or beyond the calendars."""
    if schedule.kind == "now":
        return now
    zone = ZoneInfo(timezone)
    if schedule.kind == "once":
        at = _at(date.fromisoformat(schedule.day), schedule.clock, zone)
        return at if at > now else None
    known = hijri(now.astimezone(zone).date())
    if known is None:
        return None
    days = (hijri_day(known[0] + ahead, schedule.month, schedule.month_day) for ahead in range(_YEARS))
    times = (_at(day, schedule.clock, zone) for day in days if day)
    return next((at for at in times if at > now), None)


def hijri_day(year: int, month: int, day: int) -> date | None:
    """Return a Hijri day; the 30th of a month that has 29 is its last."""
    return build("hijri", year, month, day) or (build("hijri", year, month, 29) if day == 30 else None)


def occasion(begun: datetime, timezone: str) -> str:
    """Return what an occasion is called: the local day on which it begins, ISO."""
    return begun.astimezone(ZoneInfo(timezone)).date().isoformat()


def midnight(now: datetime, timezone: str) -> datetime:
    """Return the begin of the local day (UTC)."""
    local = now.astimezone(ZoneInfo(timezone))
    return datetime.combine(local.date(), time(), tzinfo=local.tzinfo).astimezone(UTC)


def _at(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone).astimezone(UTC)
