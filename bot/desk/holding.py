"""Claiming a chat, passing it on, giving it back to the bot, closing it, and how urgent it is."""

from typing import Literal

from bot.desk.chat import Desk
from bot.desk.outcomes import Claimed, Done, HeldBy, NotAllowed, NotHeld, Unknown
from bot.desk.permissions import may, place_of
from bot.messages import EventKind, Priority
from bot.ports.records import Conversation

CloseReason = Literal["solved", "referred", "no-answer", "duplicate", "other"]
CLOSE_REASONS: tuple[CloseReason, ...] = ("solved", "referred", "no-answer", "duplicate", "other")

UNASKED = ("no-answer", "duplicate")  # ways to end after which there is nothing to ask about


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
    desk: Desk, conversation: str, *, to: str | None, team: str | None = None
) -> Done | HeldBy | NotHeld | NotAllowed | Unknown:
    """Pass the chat to a colleague, or (`to` None) to the waiting list: of a team, or of all.

    One that waits already may be given to a team, too.
    """
    row = desk.enter(conversation, "transfer")
    if not isinstance(row, Conversation):
        return row
    if (to is not None and not may_hold(desk, to)) or (team is not None and not is_team(desk, team)):
        return Unknown()
    if row.owner == "waiting" and to is None:
        return _wait_for(desk, row, team)
    if row.owner != "staff" or row.holder is None:
        return NotHeld(owner=row.owner)
    if barred := desk.barred(row):
        return barred
    if to is None:
        unask(desk, row)
    place = (desk.organisation, row.id)
    if desk.tx.conversations.transfer(*place, holder=row.holder, to=to, team=team, now=desk.now):
        _to_branch(desk, row, to)
        desk.note(row, "transferred", to=to, team=team)
    return Done(conversation=desk.read(row))


def _to_branch(desk: Desk, row: Conversation, to: str | None) -> None:
    """Give a chat to the branch of the colleague it is passed to, so that they see it."""
    colleague = desk.tx.staff.get(to) if to is not None else None
    if colleague is not None and desk.organisation in colleague.branches:
        place = place_of(colleague, desk.organisation)
        desk.tx.conversations.set_place(desk.organisation, row.id, place)


def is_team(desk: Desk, team: str) -> bool:
    """Whether the organisation has such a team."""
    return any(name == team for name, _ in desk.tx.teams.all(desk.organisation))


def unask(desk: Desk, row: Conversation) -> None:
    """Take back a question that staff asked, because none of them is with the person any more."""
    if desk.tx.asked.settle(desk.organisation, row.id, status="withdrawn", at=desk.now):
        desk.tell_engine(desk.read(row), "step-withdrawn")


def _wait_for(desk: Desk, row: Conversation, team: str | None) -> Done:
    if row.team != team and desk.tx.conversations.set_team(desk.organisation, row.id, team):
        desk.note(row, "transferred", to=None, team=team)
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
    desk.tx.asked.settle(desk.organisation, row.id, status="withdrawn", at=desk.now)
    _ask_how_it_was(desk, row, outcome)
    desk.note(row, kind, outcome=outcome)
    desk.tell_engine(desk.read(row), kind)
    return Done(conversation=desk.read(row))


def _ask_how_it_was(desk: Desk, row: Conversation, outcome: str) -> None:
    """Plan a survey of a chat in which staff wrote to the person; not where danger was spoken of."""
    if row.owner != "staff" or row.danger is not None or outcome in UNASKED or row.claimed_at is None:
        return
    if desk.tx.surveys.served(desk.organisation, row.id, since=row.claimed_at):
        desk.tx.surveys.plan(row, about="chat", topic=row.topic, now=desk.now)
        desk.tx.announce("surveys")


def may_hold(desk: Desk, staff: str) -> bool:
    """Whether a chat may be passed to this account."""
    colleague = desk.tx.staff.get(staff)
    return colleague is not None and may(colleague, desk.organisation, "reply")
