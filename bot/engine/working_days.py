"""Working days of an organisation: when a target is over, and, backwards, since when what is over now stands.

All days count until the organisation's hours are entered.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.engine.content import Content
from bot.engine.hours import Hours
from bot.ports.records import Overdue, Stretch

_DAY = timedelta(days=1)
_LEAST = timedelta(microseconds=1)  # that times differ by
_LONGEST = 500  # days looked through: hours that name no working day at all must not hang


def after_working_days(since: datetime, days: int, hours: Hours | None) -> datetime:
    """Return the same time of day so many working days later; the day of `since` itself does not count."""
    if hours is None:
        return since + days * _DAY
    at, left = since, days
    for _ in range(_LONGEST):
        if left == 0:
            return at
        at += _DAY
        left -= bool(hours.spans(hours.local(at).date()))
    return since + days * _DAY


def over_since(now: datetime, days: int, hours: Hours | None) -> tuple[Stretch, ...]:
    """Return the times after which so many working days are over now: `after_working_days(at) <= now`.

    More than one stretch where the last of them follows days off: on the first day of the week what came on
    Thursday at ten and on Friday at nine is over at ten and at nine.
    """
    plain: tuple[Stretch, ...] = ((None, now - days * _DAY + _LEAST),)
    if hours is None:
        return plain
    local = hours.local(now)
    works, between, parts = bool(hours.spans(local.date())), 0, list[Stretch]()
    for back in range(_LONGEST):
        day = local.date() - back * _DAY
        if between > days or (between == days and not works):  # the whole day, and all before it
            return ((None, _midnight(day + _DAY, hours)), *reversed(parts))
        if between == days:  # those of the day that came no later in it than now
            parts.append((_midnight(day, hours), local - back * _DAY + _LEAST))
        between += bool(hours.spans(day))
    return plain


def overdue(content: Content, now: datetime) -> Sequence[Overdue]:
    """Return which cases of an organisation are late now, by kind and stage."""
    return [
        Overdue(kind=life.id, stage=stage.id, since=over_since(now, days, content.hours))
        for life in content.lives.values()
        for stage in life.stages
        if stage.open and (days := content.case_settings.target(life.id, stage)) is not None
    ]


def _midnight(day: date, hours: Hours) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(hours.timezone))
