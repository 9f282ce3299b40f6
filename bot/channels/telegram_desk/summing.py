"""When the daily summary is due: as the working day begins. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.engine.content import Content

HORIZON = 100  # days in which a working day is looked for


def next_summary(content: Content, after: datetime, usual: time) -> datetime:
    """Return the first summary after an instant: at opening on working days, else daily at the `usual` time.

    An organisation without hours has it every day at the usual local time; one that is closed on a day has
    none.
    """
    zone = ZoneInfo(content.timezone)
    today = after.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in range(HORIZON)]
    opened = (content.hours.first_opening(day) for day in days) if content.hours is not None else ()
    daily = (datetime.combine(day, usual, tzinfo=zone) for day in days)
    opening = next((at for at in opened if at is not None and at > after), None)
    return opening or next(at for at in daily if at > after)
