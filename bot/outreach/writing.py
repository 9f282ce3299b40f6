"""A campaign as it was typed into a form: read, checked, and every fault named with its field. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from bot.engine.content import Content
from bot.engine.steps.typed_date import read_days
from bot.messages import LANGUAGES, OFFLINE, Language
from bot.outreach.fields import unknown
from bot.outreach.schedule import LASTS
from bot.ports.outreach import Rules, Schedule
from bot.ports.places import BRANCH

LONGEST_TITLE, LONGEST = 120, 700  # characters
LEAST_CAP, MOST_CAP = 1, 20_000  # people a day
MONTHS, MONTH_DAYS = range(1, 13), range(1, 31)
_NUMBERS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What is wrong with one field of the form."""

    field: str
    key: str  # of the wording: console.outreach.trouble.<key>
    name: str = ""  # what was typed
    nearest: str = ""  # what may have been meant


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What a form says."""

    title: str
    texts: Mapping[Language, str]
    rules: Rules
    schedule: Schedule
    cap: int


def read(fields: Mapping[str, str], content: Content, today: date) -> tuple[Written, tuple[Trouble, ...]]:
    """Return what was written, and what is wrong with it; `today` is the organisation's local day."""
    given = {name: value.strip() for name, value in fields.items()}
    texts: dict[Language, str] = {language: given.get(f"text_{language}", "") for language in LANGUAGES}
    schedule, wrong_time = _schedule(given, today)
    rules, wrong_rules = _rules(given, content, today)
    cap = _number(given.get("cap", ""))
    written = Written(
        title=given.get("title", ""), texts=texts, rules=rules, schedule=schedule, cap=cap or LEAST_CAP
    )
    troubles = [*_title(written.title), *_texts(texts, content), *wrong_rules, *wrong_time]
    if not LEAST_CAP <= cap <= MOST_CAP:
        troubles.append(Trouble(field="cap", key="cap"))
    return written, tuple(troubles)


def days_needed(people: int, cap: int) -> int:
    """Return on how many days a campaign writes."""
    return -(-people // cap)


def too_slow(people: int, cap: int) -> bool:
    """Whether an occasion is over before all have heard."""
    return days_needed(people, cap) > LASTS.days


def _title(title: str) -> list[Trouble]:
    if not title:
        return [Trouble(field="title", key="title")]
    return [Trouble(field="title", key="long")] if len(title) > LONGEST_TITLE else []


def _texts(texts: Mapping[Language, str], content: Content) -> list[Trouble]:
    found = []
    for language, text in texts.items():
        field = f"text_{language}"
        if not text:
            found.append(Trouble(field=field, key="text"))
        elif len(text) > LONGEST:
            found.append(Trouble(field=field, key="long"))
        elif wrong := unknown(text, content):
            name, nearest = wrong
            key = "brace" if name in ("{", "}") else "nearest" if nearest else "field"
            found.append(Trouble(field=field, key=key, name=name, nearest=nearest))
    return found


def _rules(given: Mapping[str, str], content: Content, today: date) -> tuple[Rules, list[Trouble]]:
    kind, stage, topic = (given.get(name, "") for name in ("kind", "stage", "topic"))
    kind, _, of_kind = (stage or kind).partition(":")
    life = content.lives.get(kind)
    troubles = []
    if kind and (life is None or (of_kind and of_kind not in {each.id for each in life.stages})):
        troubles.append(Trouble(field="stage", key="stage"))
    if topic and topic not in content.topics:
        troubles.append(Trouble(field="topic", key="topic"))
    branch = given.get("branch", "")
    if branch and not BRANCH.fullmatch(branch):
        troubles.append(Trouble(field="branch", key="branch"))
    if given.get("channel", "") in OFFLINE:
        troubles.append(Trouble(field="channel", key="channel"))
    days = {name: _day(given.get(name, ""), today) for name in ("heard_after", "heard_before")}
    troubles += [Trouble(field=name, key="day") for name, day in days.items() if day is None]
    after, before = (days[name] or "" for name in ("heard_after", "heard_before"))
    if after and before and after >= before:
        troubles.append(Trouble(field="heard_before", key="order"))
    rules = Rules(
        kind=kind,
        stage=of_kind,
        topic=topic,
        branch=branch,
        language=next((each for each in LANGUAGES if each == given.get("language")), ""),
        channel=given.get("channel", ""),
        heard_after=after,
        heard_before=before,
    )
    return rules, troubles


def _day(text: str, today: date) -> str | None:
    """Return a typed day of either calendar, ISO; empty if none was typed, None if it cannot be read."""
    if not text:
        return ""
    days = read_days(text, today)
    exact = not isinstance(days, str) and len(days) == 1 and days[0].parts == "day"
    return days[0].gregorian.isoformat() if exact and not isinstance(days, str) else None


def _schedule(given: Mapping[str, str], today: date) -> tuple[Schedule, list[Trouble]]:
    kind = given.get("when", "now")
    if kind not in ("once", "yearly"):
        return Schedule(), []
    clock = _clock(given.get("clock", ""))
    troubles = [] if clock else [Trouble(field="clock", key="clock")]
    known = Schedule(clock=clock or "10:00")
    if kind == "yearly":
        month, day = (_number(given.get(name, "")) for name in ("month", "month_day"))
        if month not in MONTHS or day not in MONTH_DAYS:
            troubles.append(Trouble(field="month_day", key="month"))
        return replace(known, kind="yearly", month=month, month_day=day), troubles
    day_iso = _day(given.get("day", ""), today)
    if not day_iso:
        troubles.append(Trouble(field="day", key="day"))
    elif day_iso < today.isoformat():
        troubles.append(Trouble(field="day", key="past"))
    return replace(known, kind="once", day=day_iso or ""), troubles


def _clock(text: str) -> str:
    try:
        return time.fromisoformat(text.translate(_NUMBERS)).strftime("%H:%M")
    except ValueError:
        return ""


def _number(text: str) -> int:
    plain = text.translate(_NUMBERS)
    return int(plain) if plain.isdecimal() and len(plain) < 9 else 0
