"""Putting a chat off: until a time, or until the person writes. It comes back at once when they write."""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bot.desk.chat import Desk
from bot.desk.outcomes import BadTime, Done, HeldBy, NotAllowed, NotHeld, Pressing, Unknown
from bot.engine.content import Content
from bot.engine.hours import Hours
from bot.ports.records import Conversation, Snooze
from bot.ports.store import Transaction

Moment = Literal["tomorrow", "sunday", "week"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)
MORNING = time(8)  # where an organisation's hours are not known
FOR_PERSON = timedelta(days=7)  # so long the person is waited for at most
LONGEST = timedelta(days=180)
TIMER = "timer"  # actor of what happens by itself
_SUNDAY = 6  # as Python counts
_WRITTEN = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?")


def morning(day: date, hours: Hours | None, zone: str) -> datetime:
    """Return when work begins on a local day, or on the first day after it on which there is any."""
    midnight = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
    found = (hours.first_opening(day) or hours.next_opening(midnight)) if hours else None
    return found or datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone))


def moment(name: Moment, now: datetime, content: Content) -> datetime:
    """Return the time that one of MOMENTS means: always a morning, of a day on which there is work."""
    today = now.astimezone(ZoneInfo(content.timezone)).date()
    to_sunday = (_SUNDAY - today.weekday()) % 7 or 7
    days = {"tomorrow": 1, "sunday": to_sunday, "week": 7}[name]
    return morning(today + timedelta(days=days), content.hours, content.timezone)


def written(text: str, content: Content) -> datetime | None:
    """Read `2026-12-01` (its morning) or `2026-12-01 10:30`, in local time; None if it is neither."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        chosen = date(year, month, day)
        if found[4] is None:
            return morning(chosen, content.hours, content.timezone)
        return datetime.combine(chosen, time(hour, minute), tzinfo=ZoneInfo(content.timezone))
    except (ValueError, OverflowError):
        return None


def snooze(
    desk: Desk, conversation: str, *, until: datetime | None, kind: Snooze = "until"
) -> Done | HeldBy | NotHeld | NotAllowed | Unknown | BadTime | Pressing:
    """Put a chat off that waits, or that the actor holds. For the person: FOR_PERSON if no time is given."""
    row = desk.enter(conversation, "snooze")
    if not isinstance(row, Conversation):
        return row
    if row.owner == "bot":
        return NotHeld(owner=row.owner)
    if barred := desk.barred(row):
        return barred
    if row.owner == "waiting" and row.priority == "urgent":
        return Pressing()
    over = until or (desk.now + FOR_PERSON if kind == "person" else None)
    if over is None or not desk.now < over <= desk.now + LONGEST:
        return BadTime()
    desk.tx.conversations.snooze(desk.organisation, row.id, kind=kind, until=over)
    desk.note(row, "snoozed", kind=kind, until=over.isoformat())
    return Done(conversation=desk.read(row))


def bring_back(desk: Desk, conversation: str) -> Done | HeldBy | NotAllowed | Unknown:
    """End it before its time."""
    row = desk.enter(conversation, "snooze")
    if not isinstance(row, Conversation):
        return row
    if barred := desk.barred(row):
        return barred
    if desk.tx.conversations.wake(desk.organisation, row.id, now=desk.now):
        desk.note(row, "woken")
    return Done(conversation=desk.read(row))


def wake(tx: Transaction, seen: Conversation, *, now: datetime, text: str) -> bool:
    """End it, its time being over, with a line for staff. False if it is over already, or put off anew."""
    organisation = seen.address.organisation
    row = tx.conversations.lock(organisation, seen.id)
    if row.snoozed_until is None or row.snoozed_until > now:
        return False
    tx.conversations.wake(organisation, row.id, now=now)
    tx.transcript.add(organisation, row.id, direction="system", text=text, at=now, trace={"notice": "woken"})
    tx.staff.audit(organisation, actor=TIMER, action="woken", subject=row.id, detail={}, at=now)
    tx.announce(f"conversation:{row.id}")
    tx.announce(f"queue:{organisation}")
    return True
