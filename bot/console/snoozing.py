"""Putting a chat off on its page: what may be chosen, what was chosen, how it is said."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.console.visits import Visit
from bot.desk import snoozing
from bot.desk.chat import Desk
from bot.desk.outcomes import Outcome
from bot.engine.content import Content
from bot.messages import Language
from bot.ports.records import Conversation

_PATTERN: Mapping[Language, str] = {"ar": "EEEE d MMMM، h:mm bbbb", "en": "EEEE d MMMM, h:mm a"}


def put_off(desk: Desk, chat: str, fields: Mapping[str, str], content: Content) -> Outcome:
    """Do what the form says: `when` is one of MOMENTS, `person`, or `date` with `day` and perhaps `clock`."""
    when = fields.get("when", "")
    if when == "person":
        return snoozing.snooze(desk, chat, until=None, kind="person")
    named = next((one for one in snoozing.MOMENTS if one == when), None)
    if named is not None:
        return snoozing.snooze(desk, chat, until=snoozing.moment(named, desk.now, content))
    typed = f"{fields.get('day', '')} {fields.get('clock', '')}"
    return snoozing.snooze(desk, chat, until=snoozing.written(typed, content))


def bring_back(desk: Desk, chat: str, _fields: Mapping[str, str]) -> Outcome:
    """End it."""
    return snoozing.bring_back(desk, chat)


def choices(visit: Visit, chat: Conversation) -> list[tuple[str, str]]:
    """Return the moments that may be chosen now, as (name, label with its time)."""
    content, now = visit.content(chat.address.organisation), visit.needs.now()
    times = [(one, snoozing.moment(one, now, content)) for one in snoozing.MOMENTS]
    return [
        (
            one,
            visit.say(
                "snooze.choice", moment=visit.say(f"snooze.{one}"), at=local(at, content, visit.language)
            ),
        )
        for one, at in times
    ]


def said(visit: Visit, chat: Conversation) -> str:
    """Say until when a chat is put off; nothing if it is not."""
    if chat.snooze is None or chat.snoozed_until is None:
        return ""
    at = local(chat.snoozed_until, visit.content(chat.address.organisation), visit.language)
    return visit.say(f"snooze.on.{chat.snooze}", at=at)


def local(at: datetime, content: Content, language: Language) -> str:
    """Return a time with its day, on the organisation's clock, in words."""
    there = at.astimezone(ZoneInfo(content.timezone))
    return format_datetime(there, _PATTERN[language], locale=language)
