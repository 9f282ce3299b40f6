"""Replies that staff have begun: kept for their author until sent or emptied.

A draft outlives claiming, transfer, reload and sign-out. Whoever holds the chat sees what colleagues had
begun there, so that nothing is lost to the person; nobody else sees it, and the person never does.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.chat import Desk
from bot.desk.outcomes import Done, NotAllowed, TooLong, Unknown
from bot.ports.records import Conversation, Draft

LONGEST = 4000  # characters; as many as a reply


def keep(desk: Desk, conversation: str, text: str, *, key: str) -> Done | TooLong | NotAllowed | Unknown:
    """Keep what the actor has written so far; nothing but spaces forgets it.

    `key` is the idempotency key of the reply being composed: a copy that arrives after the reply itself was
    sent is no draft any more.
    """
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if len(text) > LONGEST:
        return TooLong(most=LONGEST)
    if desk.tx.staff.reply_line(desk.organisation, row.id, key=key):
        return Done(conversation=row)
    if text.strip():
        desk.tx.drafts.keep(
            Draft(
                organisation=desk.organisation,
                conversation=row.id,
                staff=desk.actor.id,
                key=key,
                text=text,
                kept_at=desk.now,
            )
        )
    else:
        desk.tx.drafts.drop(desk.organisation, row.id, desk.actor.id)
    return Done(conversation=row)


def own(desk: Desk, conversation: str) -> Draft | None:
    """Return what the actor has begun, if anything."""
    kept = desk.tx.drafts.of_conversation(desk.organisation, conversation)
    return next((draft for draft in kept if draft.staff == desk.actor.id), None)


def sent(desk: Desk, conversation: str, *, key: str) -> None:
    """Forget the draft that was sent; one begun for another reply, or on another screen, stays."""
    kept = own(desk, conversation)
    if kept is not None and kept.key == key:
        desk.tx.drafts.drop(desk.organisation, conversation, desk.actor.id)


def left(desk: Desk, conversation: str) -> Sequence[Draft]:
    """Return what colleagues have begun, if the chat is the actor's now. Numbers that identify are masked."""
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation) or row.owner != "staff" or row.holder != desk.actor.id:
        return ()
    kept = desk.tx.drafts.of_conversation(desk.organisation, conversation)
    return [replace(draft, text=desk.mask(draft.text)) for draft in kept if draft.staff != desk.actor.id]
