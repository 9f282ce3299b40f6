"""When a flow left in the middle is remembered: local hours, quiet at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.engine.content import Content
from bot.engine.effects import SetTimer
from bot.engine.state import Run

IN_FLOW = timedelta(minutes=15)  # since the person's last word in a flow, which is not broken into
HELD = timedelta(hours=1)  # until the next look while staff talk to the person, or are awaited


def reminder(content: Content, run: Run) -> SetTimer:
    """Return the timer of the one reminder."""
    at = run.touched_at + timedelta(hours=content.reminder_hours)
    return SetTimer(name="flow-reminder", at=not_in_quiet(content, at))


def expiry(content: Content, run: Run) -> SetTimer:
    """Return the timer after which the flow is put aside."""
    at = run.touched_at + timedelta(days=content.expiry_days)
    return SetTimer(name="flow-expiry", at=not_in_quiet(content, at))


def paused(content: Content, run: Run, now: datetime) -> bool:
    """Tell whether the person was away so long that they are asked whether to continue."""
    return now - run.touched_at >= timedelta(minutes=content.pause_minutes)


def not_in_quiet(content: Content, at: datetime) -> datetime:
    """Return `at`, or the end of the quiet hours if it falls into them (UTC)."""
    begin, end = content.quiet
    local = at.astimezone(ZoneInfo(content.timezone))
    if not _within(local.hour, begin, end):
        return at
    day = local.date() if local.hour < end else local.date() + timedelta(days=1)
    return datetime.combine(day, time(end), tzinfo=local.tzinfo).astimezone(at.tzinfo)


def day_after(content: Content, told: datetime | None, now: datetime) -> datetime:
    """Return the end of the local day on which something was told; `now` if that is over, or nothing was."""
    if told is None:
        return now
    zone = ZoneInfo(content.timezone)
    next_day = told.astimezone(zone).date() + timedelta(days=1)
    return max(now, datetime.combine(next_day, time(), tzinfo=zone).astimezone(now.tzinfo))


def not_outside(content: Content, at: datetime, begin: int, end: int) -> datetime:
    """Return `at`, or when the local hours `begin` to `end` and no quiet hours come next (UTC)."""
    for _ in range(3):
        local = at.astimezone(ZoneInfo(content.timezone))
        day = local.date() if local.hour < end else local.date() + timedelta(days=1)
        inside = _within(local.hour, begin, end)
        then = at if inside else datetime.combine(day, time(begin), tzinfo=local.tzinfo).astimezone(at.tzinfo)
        later = not_in_quiet(content, then)
        if later == at:
            break
        at = later
    return at


def _within(hour: int, begin: int, end: int) -> bool:
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end
