"""Carrying out how a person wants to hear of their cases."""

from typing import cast, get_args

from bot.cases import reaching
from bot.engine.effects import Reach
from bot.messages import Event, Message
from bot.outreach import wishes
from bot.people.codes import new_code
from bot.ports.outreach import WishMethod
from bot.ports.records import Conversation, SafeHours, Way
from bot.worker import outgoing
from bot.worker.scene import Act, Aftermath
from bot.worker.wording import worded


def reach(act: Act, effect: Reach) -> Event:
    """Do it and return the event that answers it."""
    place = (act.organisation, act.conversation.id)
    if effect.action == "keep":
        way = cast(Way, effect.way if effect.way in get_args(Way) else "here")
        hours = cast(SafeHours, effect.hours if effect.hours in get_args(SafeHours) else "day")
        act.tx.ways.choose(*place, way=way, hours=hours, at=act.now)
        act.tx.announce("notices")
        return _kept(act, way=way)
    if effect.action == "link":
        code = new_code()
        reaching.offer(act.tx, act.conversation, code, now=act.now)
        return _kept(act, code=code, minutes=str(reaching.VALID.seconds // 60))
    if effect.action == "untie":
        act.tx.ways.untie(*place)
        return _kept(act)
    if effect.action == "hear":
        return _hear(act, effect)
    other = reaching.tie(act.tx, act.conversation, effect.code, now=act.now)
    if other is None:
        return Event(kind="reach-refused", at=act.now)
    say_in(act, other, worded(act.content, other.language, "worker.tied"))
    return _kept(act)


def _hear(act: Act, effect: Reach) -> Event:
    """Keep whether the person may be written to unasked."""
    method = cast(WishMethod, effect.method if effect.method in get_args(WishMethod) else "words")
    agreed = effect.way == "yes"
    (wishes.agree if agreed else wishes.stop)(act.tx, act.conversation, method=method, now=act.now)
    return _kept(act, hears="yes" if agreed else "no")


def say_in(act: Act, other: Conversation, text: str) -> None:
    """Say something in another chat, such as that one was tied to it: nobody is tied unknowingly."""
    there = Act(
        tx=act.tx,
        content=act.content,
        conversation=other,
        now=act.now,
        new_id=act.new_id,
        aftermath=Aftermath(),
    )
    outgoing.queue(there, Message(text=text, language=other.language, unprompted=True))
    act.tx.announce(f"conversation:{other.id}")


def _kept(act: Act, **fields: str) -> Event:
    return Event(kind="reach-kept", at=act.now, fields=fields)
