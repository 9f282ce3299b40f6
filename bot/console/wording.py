"""How the console says times, states and outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cases.telling import day_text
from bot.console.visits import Visit
from bot.desk.outcomes import (
    Asked,
    BadTime,
    Claimed,
    Done,
    Empty,
    HeldBy,
    NotAllowed,
    NotAsked,
    Noted,
    NotHeld,
    Offline,
    Outcome,
    Pressing,
    TooLong,
    Unknown,
    Unseen,
)
from bot.engine.content import Content
from bot.messages import Language
from bot.people.merging import AlreadyOne, OtherIds, TooLate
from bot.ports.records import Line

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_HERE = ZoneInfo("Asia/Riyadh")  # of pages without script, which know no organisation


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a member of staff is told after an act."""

    status: int  # of HTTP
    text: str  # empty if the page itself shows that it is done
    unseen: bool = False  # the reply may be sent anyway once the new line was read

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return self.status < 300


def told(outcome: Outcome, visit: Visit) -> Told:
    """Say how an act ended."""
    match outcome:
        case HeldBy():
            return Told(status=409, text=visit.say("told.held", name=outcome.name or visit.say("somebody")))
        case Unseen(name=None):
            return Told(status=409, text=visit.say("told.unseen"), unseen=True)
        case Unseen():
            name = outcome.name or visit.say("somebody")
            return Told(status=409, text=visit.say("told.unseen.colleague", name=name), unseen=True)
        case TooLong():
            return Told(status=413, text=visit.say("told.long", most=outcome.most))
        case Asked(already=True):
            return Told(status=409, text=visit.say("told.asked"))
        case Claimed() | Done() | Noted() | Asked():
            return Told(status=200, text="")
    status, key = _REFUSED[type(outcome)]
    return Told(status=status, text=visit.texts(visit.language, key))


_REFUSED: Mapping[type[Outcome], tuple[int, str]] = {
    NotHeld: (409, "console.told.not-held"),
    NotAsked: (409, "console.told.not-asked"),
    NotAllowed: (403, "console.told.not-allowed"),
    Offline: (409, "console.told.offline"),
    BadTime: (400, "console.told.bad-time"),
    Pressing: (409, "console.told.pressing"),
    AlreadyOne: (409, "console.merge.already"),
    OtherIds: (409, "console.merge.other-ids"),
    TooLate: (409, "console.merge.too-late"),
    Empty: (400, "console.told.empty"),
    Unknown: (404, "console.told.unknown"),
}


def span(time: timedelta, visit: Visit) -> str:
    """Say a span of time in its largest unit."""
    seconds = max(0, int(time.total_seconds()))
    for unit, size in (("days", _DAY), ("hours", _HOUR)):
        if seconds >= size:
            return visit.say(f"span.{unit}", count=seconds // size)
    return visit.say("span.minutes", count=seconds // _MINUTE)


def clock_time(at: datetime) -> str:
    """Return a time for a `<time>` element's text; with script the browser puts its own there."""
    return f"{at.astimezone(_HERE):%Y/%m/%d %H:%M}"


def local_time(at: datetime, zone: str, language: Language) -> str:
    """Return a time as the organisation's calendar and clock show it: for what is printed."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{day_text(there.date().isoformat(), language)} {there:%H:%M}"


def said(line: Line, content: Content, language: Language) -> str:
    """Return a line's text; the id of a pressed menu button is put into words."""
    kind, _, name = line.text.partition(":")
    if kind == "flow" and (flow := content.flows.get(name)) is not None:
        return f"{flow.icon} {flow.title[language]}".strip()
    if kind == "topic" and (topic := content.topics.get(name)) is not None:
        return topic.title[language]
    own = f"console.pressed.{line.text}"
    return content.texts(language, own) if own in content.texts.tables[language] else line.text
