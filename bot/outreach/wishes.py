"""A person's wish to hear from the association unasked: kept for the chat, a no for all chats of theirs."""

from datetime import datetime

from bot.ports.outreach import WishMethod
from bot.ports.records import Conversation
from bot.ports.store import Transaction


def agree(tx: Transaction, chat: Conversation, *, method: WishMethod, now: datetime) -> None:
    """Keep that the person agrees to be written to in this chat."""
    tx.wishes.keep(chat.address.organisation, chat.id, agreed=True, method=method, at=now)


def stop(tx: Transaction, chat: Conversation, *, method: WishMethod, now: datetime) -> None:
    """Keep a no; it holds in all chats of the person, whichever they said it in."""
    organisation = chat.address.organisation
    tx.wishes.keep(organisation, chat.id, agreed=False, method=method, at=now)
    _stop_others(tx, chat, method="elsewhere", now=now)


def protect(tx: Transaction, chat: Conversation, *, now: datetime) -> None:
    """Write nothing unasked any more to somebody whose screen another may read, until they agree anew."""
    organisation = chat.address.organisation
    wish = tx.wishes.of(organisation, [chat.id]).get(chat.id)
    if wish is not None and wish.agreed:
        tx.wishes.keep(organisation, chat.id, agreed=False, method="system", at=now)
    _stop_others(tx, chat, method="system", now=now)


def may_go(tx: Transaction, organisation: str, conversation: str) -> bool:
    """Whether a message of a campaign may still leave the outbox.

    The chat has agreed, and what the person said last in any chat of theirs is a yes.
    """
    chats = [chat.id for chat in tx.wishes.chats(organisation, conversation)]
    said = tx.wishes.of(organisation, chats)
    own = said.get(conversation)
    last = max(said.values(), key=lambda wish: wish.at, default=None)
    return own is not None and own.agreed and last is not None and last.agreed


def _stop_others(tx: Transaction, chat: Conversation, *, method: WishMethod, now: datetime) -> None:
    organisation = chat.address.organisation
    others = [each.id for each in tx.wishes.chats(organisation, chat.id) if each.id != chat.id]
    for other, wish in tx.wishes.of(organisation, others).items():
        if wish.agreed:
            tx.wishes.keep(organisation, other, agreed=False, method=method, at=now)
