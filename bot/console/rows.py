"""Rows of the lists: what staff see of a chat before they open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.console.snoozing import said as said_snooze
from bot.console.visits import HOME, Visit
from bot.console.wording import said, span
from bot.desk.waiting import PATIENCE, Level, may_alert, overdue, waited
from bot.ports.records import Conversation, Line

_SNIPPETS = 60  # chats whose words are fetched


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One chat of a list."""

    chat: Conversation
    href: str
    organisation: str  # short name
    title: str  # topic in words, or what kind of talk it is
    reason: str
    level: Level
    outside: bool  # nobody is at work now, and it is not urgent
    age: str  # how long they wait: working time only, where the organisation's hours are known
    target: str  # within which time they should not have to wait
    holder: str
    snippet: str
    last_at: datetime | None
    snoozed: str  # until when it is put off, in words; empty = it is not


async def rows(chats: Sequence[Conversation], visit: Visit) -> list[Row]:
    """Return the rows of a list in its order."""
    names = await visit.needs.store.read.staff_names()
    last = await visit.needs.store.read.last_said(chats[:_SNIPPETS])
    return [row(chat, visit, names, _snippet(last.get(chat.id), visit)) for chat in chats]


def row(chat: Conversation, visit: Visit, names: Mapping[str, str], snippet: str = "") -> Row:
    """Return one row."""
    now, hours = visit.needs.now(), visit.content(chat.address.organisation).hours
    return Row(
        chat=chat,
        href=f"{HOME}/chat/{chat.address.organisation}/{chat.id}",
        organisation=visit.name_of(chat.address.organisation),
        title=_title(chat, visit),
        reason=visit.worded(f"reason.{chat.reason}", chat.reason) if chat.reason else "",
        level=overdue(chat, now, hours),
        outside=chat.owner == "waiting" and not chat.snooze and not may_alert(chat, now, hours),
        age=span(waited(chat, now, hours), visit) if chat.waiting_since and not chat.snooze else "",
        target=span(PATIENCE[chat.priority].late, visit),
        holder=names.get(chat.holder or "", ""),
        snippet=snippet,
        last_at=chat.last_inbound_at,
        snoozed=said_snooze(visit, chat),
    )


def _title(chat: Conversation, visit: Visit) -> str:
    if chat.danger is not None:
        return visit.say(f"danger.{chat.danger}")
    topic = visit.content(chat.address.organisation).topics.get(chat.topic or "")
    return topic.title[visit.language] if topic else visit.say("untitled", code=chat.id[:4])


def _snippet(last: Line | None, visit: Visit) -> str:
    return "" if last is None else said(last, visit.content(last.organisation), visit.language)
