"""All conversations of a person as one: which there are, their lines in order, and where an answer goes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.console.correcting import superseded
from bot.console.entries import Entry, entry
from bot.console.visits import HOME, Visit
from bot.messages import OFFLINE
from bot.ports.records import Conversation

PAGE = 100  # lines that are shown at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """One conversation of the person."""

    chat: Conversation
    label: str  # its channel; with the conversation's code where there are several on that channel
    href: str
    online: bool  # a reply can be sent there
    seen: int  # newest line


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Lines of all talks, oldest first."""

    entries: Sequence[Entry]
    earlier: int | None  # id before which there are more


async def talks(visit: Visit, chat: Conversation) -> Sequence[Talk]:
    """Return the person's conversations, the one that they wrote in last first; at least this one."""
    organisation, found = chat.address.organisation, [chat]
    if chat.person is not None:
        place = visit.place(organisation) or organisation
        found = list(await visit.needs.store.read.of_person(place, chat.person))
        found = found if any(one.id == chat.id for one in found) else [*found, chat]
    channels = Counter(one.address.channel for one in found)
    return [_talk(one, visit, alone=channels[one.address.channel] == 1) for one in found]


def target(found: Sequence[Talk], chat: Conversation) -> str:
    """Return where an answer goes unless staff choose: to where the person wrote last."""
    return next((talk.chat.id for talk in found if talk.online), chat.id)


async def page(
    visit: Visit, found: Sequence[Talk], names: Mapping[str, str], *, before: int | None = None
) -> Page:
    """Return the newest lines, or those before a line."""
    organisation, labels = found[0].chat.address.organisation, {talk.chat.id: talk.label for talk in found}
    lines = await visit.needs.store.read.newest_lines(
        organisation, list(labels), before=before, limit=PAGE + 1
    )
    shown, gone = lines[-PAGE:], superseded(lines)
    return Page(
        entries=[
            entry(line, visit, names, via=labels[line.conversation], superseded=line.id in gone)
            for line in shown
        ],
        earlier=shown[0].id if len(lines) > PAGE else None,
    )


def via(chat: Conversation, visit: Visit) -> str:
    """Return the name of a conversation's channel."""
    return visit.worded(f"channel.{chat.address.channel}", chat.address.channel)


def _talk(chat: Conversation, visit: Visit, *, alone: bool) -> Talk:
    return Talk(
        chat=chat,
        label=via(chat, visit) if alone else f"{via(chat, visit)} {chat.id[:4]}",
        href=f"{HOME}/chat/{chat.address.organisation}/{chat.id}",
        online=chat.address.channel not in OFFLINE,
        seen=chat.last_line,
    )
