"""Whether one person hears of a campaign now, later or not, as things stand at that moment. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cases.reaching import HOURS
from bot.engine.content import Content
from bot.engine.state import State
from bot.engine.timing import HELD, IN_FLOW, day_after, not_in_quiet, not_outside
from bot.ports.outreach import UNREACHED, Campaign, Ground, RecipientStatus
from bot.ports.records import ContactWay, Conversation, SurveyFacts

INSIDE = ("web",)  # seen only by who opens it: another channel goes first


@dataclass(frozen=True, kw_only=True, slots=True)
class Go:
    """Now, in this chat."""

    chat: Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Later:
    """Look again then."""

    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Never:
    """Not this person, not on this occasion."""

    status: RecipientStatus
    why: str


Verdict = Go | Later | Never


def judge(
    content: Content,
    campaign: Campaign,
    ground: Ground,
    states: Mapping[str, State],
    facts: SurveyFacts,
    way: ContactWay,
    now: datetime,
) -> Verdict:
    """Say whether to write: to who agrees, not after danger, on the day of a refusal or at night."""
    if ground.heard:
        return Never(status="again", why="another chat")
    last = max(ground.wishes.values(), key=lambda wish: wish.at, default=None)
    if last is None or not last.agreed:
        return Never(status="left", why="stopped")
    if facts.danger or any(state.danger is not None or state.silent for state in states.values()):
        return Never(status="spared", why="danger")
    if way.way != "here" and way.chosen_at is not None and way.chosen_at > last.at:
        return Never(status="spared", why="looks for themselves")
    chats = _chats(campaign, ground)
    if not chats:
        closed = any(_agrees(ground, chat) and chat.id in ground.blocked for chat in ground.chats)
        return Never(status="blocked" if closed else "left", why="no chat is left")
    later = _later(content, ground, states, facts, way, now)
    return Later(at=later) if later > now else Go(chat=chats[0])


def _chats(campaign: Campaign, ground: Ground) -> list[Conversation]:
    """Return the chats in which it may be said: those that come by themselves first, then the last used."""
    wanted = campaign.rules.channel
    may = [
        chat
        for chat in ground.chats
        if _agrees(ground, chat)
        and chat.id not in ground.blocked
        and chat.address.channel not in UNREACHED
        and wanted in ("", chat.address.channel)
    ]
    return sorted(may, key=lambda chat: chat.address.channel in INSIDE)


def _agrees(ground: Ground, chat: Conversation) -> bool:
    wish = ground.wishes.get(chat.id)
    return wish is not None and wish.agreed


def _later(
    content: Content,
    ground: Ground,
    states: Mapping[str, State],
    facts: SurveyFacts,
    way: ContactWay,
    now: datetime,
) -> datetime:
    """Return the first time that suits: `now` if this one does."""
    runs = [state.run.touched_at + IN_FLOW for state in states.values() if state.run]
    busy = any(chat.owner != "bot" for chat in ground.chats) or facts.refusal_waits
    times = [now, *runs, day_after(content, facts.refused_at, now), now + HELD if busy else now]
    hours = HOURS.get(way.hours)
    latest = max(times)
    return not_outside(content, latest, *hours) if hours else not_in_quiet(content, latest)
