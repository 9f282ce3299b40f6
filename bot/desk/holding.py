"""Claiming a chat, passing it on, giving it back to the bot, closing it, and how urgent it is."""

from typing import Literal

from bot.desk.chat import Desk
from bot.desk.outcomes import Claimed, Done, HeldBy, NotAllowed, NotHeld, Unknown
from bot.desk.permissions import may
from bot.messages import EventKind, Priority
from bot.ports.records import Conversation

CloseReason = Literal["solved", "referred", "no-answer", "duplicate", "other"]
CLOSE_REASONS: tuple[CloseReason, ...] = ("solved", "referred", "no-answer", "duplicate", "other")


def claim(desk: Desk, conversation: str) -> Claimed | HeldBy | NotAllowed | Unknown:
    """Take the chat, unless a colleague holds it: then the loser is told who."""
    row = desk.enter(conversation, "claim")
    return take(desk, row) if isinstance(row, Conversation) else row


def take(desk: Desk, row: Conversation) -> Claimed | HeldBy:
    """Take a locked chat for the actor, whose permission has been checked."""
    if row.owner == "staff" and row.holder == desk.actor.id:
        return Claimed(conversation=row, already=True)
    if not desk.tx.conversations.claim(desk.organisation, row.id, staff=desk.actor.id, now=desk.now):
        return desk.colleague(desk.read(row)) or HeldBy(staff="", name="")
    if row.owner == "bot":
        desk.tx.handoffs.begin(
            desk.organisation, row.id, reason="taken", priority=row.priority, note="", now=desk.now
        )
    desk.tx.handoffs.claimed(desk.organisation, row.id, staff=desk.actor.id, now=desk.now)
    desk.note(row, "claimed")
    desk.tell_engine(desk.read(row), "claimed")
    return Claimed(conversation=desk.read(row), already=False)


def transfer(
    desk: Desk, conversation: str, *, to: str | None
) -> Done | HeldBy | NotHeld | NotAllowed | Unknown:
    """Pass the chat to a colleague of the organisation, or (`to` None) back to the waiting list."""
    row = desk.enter(conversation, "transfer")
    if not isinstance(row, Conversation):
        return row
    if row.owner != "staff" or row.holder is None:
        return NotHeld(owner=row.owner)
    if barred := desk.barred(row):
        return barred
    if to is not None and not _may_hold(desk, to):
        return Unknown()
    if desk.tx.conversations.transfer(desk.organisation, row.id, holder=row.holder, to=to, now=desk.now):
        desk.note(row, "transferred", to=to)
    return Done(conversation=desk.read(row))


def return_to_bot(desk: Desk, conversation: str) -> Done | HeldBy | NotHeld | NotAllowed | Unknown:
    """Let the bot answer again; a flow that the claim paused may go on."""
    row = desk.enter(conversation, "return")
    return _end(desk, row, "returned", outcome="returned") if isinstance(row, Conversation) else row


def close(
    desk: Desk, conversation: str, *, reason: CloseReason
) -> Done | HeldBy | NotHeld | NotAllowed | Unknown:
    """End the hand-over: what the person needed from staff is done, or cannot be."""
    row = desk.enter(conversation, "close")
    return _end(desk, row, "closed", outcome=reason) if isinstance(row, Conversation) else row


def set_priority(desk: Desk, conversation: str, priority: Priority) -> Done | NotAllowed | Unknown:
    """Say how urgent the chat is."""
    row = desk.enter(conversation, "priority")
    if not isinstance(row, Conversation):
        return row
    desk.tx.conversations.set_priority(desk.organisation, row.id, priority)
    desk.note(row, "priority", was=row.priority, priority=priority)
    return Done(conversation=desk.read(row))


def _end(desk: Desk, row: Conversation, kind: EventKind, *, outcome: str) -> Done | HeldBy | NotHeld:
    if barred := desk.barred(row):
        return barred
    if not desk.tx.conversations.give_back(desk.organisation, row.id, now=desk.now):
        return NotHeld(owner=row.owner)
    desk.tx.handoffs.finish(desk.organisation, row.id, outcome=outcome, now=desk.now)
    desk.note(row, kind, outcome=outcome)
    desk.tell_engine(desk.read(row), kind)
    return Done(conversation=desk.read(row))


def _may_hold(desk: Desk, staff: str) -> bool:
    colleague = desk.tx.staff.get(staff)
    return colleague is not None and may(colleague, desk.organisation, "reply")
