"""What has to be done in the group for one chat. Pure."""

from typing import Literal

from bot.channels.telegram_desk.needs import Mode
from bot.desk.waiting import Level
from bot.ports.records import Conversation, Thread

Step = Literal["erase", "leave", "create", "reopen", "lines", "card", "team", "remind", "escalate", "close"]


def steps(
    chat: Conversation | None,
    thread: Thread | None,
    *,
    mode: Mode,
    card: str,
    level: Level,
    here: bool = True,
) -> tuple[Step, ...]:
    """Return what to do, in order. `card` is the hash of what the head should say now.

    `here`: the topic is in the group that shows the chat now.
    """
    if thread is None:
        theirs = chat is not None and chat.owner != "bot"  # waits, or was claimed elsewhere
        return _first(mode) if theirs else ()
    if thread.erase or chat is None:
        return ("erase",)
    if not here:
        return ("leave", *steps(chat, None, mode=mode, card=card, level=level))
    lines: tuple[Step, ...] = ("lines",) if mode == "mirror" and chat.last_line > thread.cursor else ()
    changed: tuple[Step, ...] = ("card",) if card != thread.shown else ()
    if thread.closed:
        return ("reopen", *lines) if chat.owner != "bot" else ()
    if chat.owner == "bot":
        return (*lines, *changed, "close")
    team: tuple[Step, ...] = ("team",) if chat.team != thread.team else ()
    return (*changed, *team, *_alerts(chat, thread, level), *lines)


def _first(mode: Mode) -> tuple[Step, ...]:
    return ("create", "lines") if mode == "mirror" else ("create",)


def _alerts(chat: Conversation, thread: Thread, level: Level) -> tuple[Step, ...]:
    if level == "red" and not thread.escalated:
        return ("escalate",)
    told = thread.told_at  # a held chat alerts when it has come back from being put off
    again = chat.alerted_at is not None and (told is None or chat.alerted_at > told)
    return ("remind",) if again and not chat.snooze else ()
