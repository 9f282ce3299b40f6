"""The duty roster: who works when, who is away and who stands in.

Times are on the organisation's clock. On its holidays nobody is on duty. Where nobody is, all are called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.desk.chat import Desk
from bot.desk.holding import is_team, may_hold
from bot.desk.outcomes import Claimed, HeldBy, NotAllowed, NotHeld, Unknown
from bot.engine.content import Content
from bot.engine.hours import DAY, DAYS_IN_ORDER, weekday
from bot.ports.records import Absence, Conversation, Shift
from bot.ports.store import Reads

Unfit = Literal["times", "days", "who"]
"""times: the end is not after the beginning; days: the same of days, or no day; who: no such colleague."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfitting:
    """Nothing was kept."""

    why: Unfit


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """It stands in the roster, or was taken out of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """The roster of one organisation."""

    shifts: Sequence[Shift] = ()
    absences: Sequence[Absence] = ()

    def away(self, day: date) -> Mapping[str, Absence]:
        """Return who is away on a local day."""
        return {one.staff: one for one in self.absences if one.first <= day <= one.last}

    def on_duty(self, at: datetime, content: Content) -> tuple[tuple[str, str], ...]:
        """Return (account, team) of who is on duty; for who is away, who stands in, if they are there."""
        there = at.astimezone(ZoneInfo(content.timezone))
        if content.hours is not None and content.hours.holiday(there.date()):
            return ()
        day, minute, away = weekday(there.date()), there.hour * 60 + there.minute, self.away(there.date())
        found: list[tuple[str, str]] = []
        for shift in self.shifts:
            if shift.day != day or not shift.opens <= minute < shift.closes:
                continue
            absence = away.get(shift.staff)
            who = absence.cover if absence else shift.staff
            if who is not None and who not in away and (who, shift.team) not in found:
                found.append((who, shift.team))
        return tuple(found)

    def called(self, team: str | None, at: datetime, content: Content) -> tuple[str, ...]:
        """Return who is called first for a chat of a team (None = of all); nobody = all are."""
        duty = self.on_duty(at, content)
        own = [who for who, theirs in duty if team and theirs == team]
        common = [who for who, theirs in duty if not theirs]
        return tuple(dict.fromkeys(own or common or ([] if team else [who for who, _ in duty])))

    def covered(self, staff: str, day: date) -> Mapping[str, Absence]:
        """Return those in whose place somebody stands on a local day."""
        return {who: absence for who, absence in self.away(day).items() if absence.cover == staff}


async def roster(read: Reads, organisation: str, now: datetime, content: Content) -> Roster:
    """Read an organisation's roster as of today."""
    today = local_day(now, content)
    return Roster(
        shifts=await read.shifts(organisation), absences=await read.absences(organisation, since=today)
    )


def local_day(at: datetime, content: Content) -> date:
    """Return the day on the organisation's clock."""
    return at.astimezone(ZoneInfo(content.timezone)).date()


def missed(chat: Conversation, absence: Absence, content: Content) -> bool:
    """Whether the person has written since the holder went away."""
    heard = chat.last_inbound_at
    return heard is not None and local_day(heard, content) >= absence.first


def add_shifts(
    desk: Desk, staff: str, *, team: str, days: Sequence[str], opens: int, closes: int
) -> Kept | Unfitting | NotAllowed:
    """Put somebody on duty on days of each week; minutes since midnight, the end at most 24:00."""
    if not desk.actor_may("roster"):
        return NotAllowed()
    if not may_hold(desk, staff) or (team and not is_team(desk, team)):
        return Unfitting(why="who")
    if not days or not set(days) <= set(DAYS_IN_ORDER):
        return Unfitting(why="days")
    if not 0 <= opens < closes <= DAY:
        return Unfitting(why="times")
    for day in days:
        shift = Shift(
            id=0, organisation=desk.organisation, team=team, day=day, opens=opens, closes=closes, staff=staff
        )
        desk.tx.duty.add_shift(shift)
    _changed(desk, "shift-added", staff, team=team, days=list(days), opens=opens, closes=closes)
    return Kept()


def add_absence(
    desk: Desk, staff: str, *, first: date, last: date, cover: str | None
) -> Kept | Unfitting | NotAllowed:
    """Say that somebody is away, and who stands in."""
    if not desk.actor_may("roster"):
        return NotAllowed()
    if not may_hold(desk, staff) or (cover is not None and (cover == staff or not may_hold(desk, cover))):
        return Unfitting(why="who")
    if last < first:
        return Unfitting(why="days")
    absence = Absence(id=0, organisation=desk.organisation, staff=staff, first=first, last=last, cover=cover)
    desk.tx.duty.add_absence(absence)
    _changed(desk, "absence-added", staff, first=first.isoformat(), last=last.isoformat(), cover=cover)
    return Kept()


def drop(desk: Desk, what: Literal["shift", "absence"], row: int) -> Kept | Unknown | NotAllowed:
    """Take a shift or an absence out."""
    if not desk.actor_may("roster"):
        return NotAllowed()
    duty = desk.tx.duty
    if not (duty.drop_shift if what == "shift" else duty.drop_absence)(desk.organisation, row):
        return Unknown()
    _changed(desk, f"{what}-dropped", str(row))
    return Kept()


def stand_in(
    desk: Desk, conversation: str, content: Content
) -> Claimed | HeldBy | NotHeld | NotAllowed | Unknown:
    """Take a chat over from somebody who is away and in whose place the actor stands."""
    row = desk.enter(conversation, "claim")
    if not isinstance(row, Conversation):
        return row
    if row.owner != "staff" or row.holder is None:
        return NotHeld(owner=row.owner)
    today = local_day(desk.now, content)
    here = Roster(absences=desk.tx.duty.absences(desk.organisation, since=today))
    if row.holder not in here.covered(desk.actor.id, today):
        return desk.colleague(row) or Claimed(conversation=row, already=True)
    place = (desk.organisation, row.id)
    desk.tx.conversations.transfer(*place, holder=row.holder, to=desk.actor.id, now=desk.now)
    desk.note(row, "transferred", to=desk.actor.id, team=None, was=row.holder)
    was = desk.tx.staff.get(row.holder)
    role = desk.actor.roles.get(desk.organisation, "")
    if was is None or was.roles.get(desk.organisation) != role:
        desk.tell_engine(desk.read(row), "passed")
    return Claimed(conversation=desk.read(row), already=False)


def _changed(desk: Desk, action: str, subject: str, **detail: object) -> None:
    desk.audit(action, subject, detail)
    desk.tx.announce(f"queue:{desk.organisation}")
