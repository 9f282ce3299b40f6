"""Tells whoever looks on that a member of staff is writing: kept nowhere, only announced."""

from bot.desk.chat import Desk
from bot.desk.outcomes import Done, NotAllowed, NotHeld, Unknown
from bot.ports.records import Conversation


def topic(conversation: str) -> str:
    """Return the announcement's topic."""
    return f"typing:{conversation}"


def composing(desk: Desk, conversation: str) -> Done | NotHeld | NotAllowed | Unknown:
    """Announce it, if the chat is the actor's: nobody else's writing is the person's to see."""
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if row.owner != "staff" or row.holder != desk.actor.id:
        return NotHeld(owner=row.owner)
    desk.tx.announce(topic(row.id))
    return Done(conversation=row)
