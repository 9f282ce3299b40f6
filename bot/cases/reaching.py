"""Where and when a person hears of their cases: what they chose, and the next chat if one fails.

Chats are the same person's only if they have tied them with a one-time code, made in one and typed in the
other: persons are matched by what they typed, and whoever types another's ID must not get their news.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages import BARE, OFFLINE
from bot.people.codes import digits
from bot.ports.records import ContactWay, Conversation, Notice, SafeHours, SecureLink
from bot.ports.store import Transaction

VALID = timedelta(minutes=15)
MOST_TRIES = 5  # codes typed in one chat, and in all of an organisation MOST_OF_ALL, in TRY_WINDOW
MOST_OF_ALL = 200
TRY_WINDOW = timedelta(hours=1)
HOURS: Mapping[SafeHours, tuple[int, int]] = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 21)}
"""Local hours that a person may choose; `day` is all but the organisation's quiet hours."""
_QUESTION = "tie"  # no run of a flow is called so: the code opens no form


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How a notice goes now."""

    to: Conversation | None  # None = staff call
    hours: tuple[int, int] | None = None  # local; None = not in the quiet hours
    look: bool = False  # nothing is sent: the person sees it when they look


def plan(
    tx: Transaction,
    notice: Notice,
    base: Conversation,
    *,
    refusal: bool,
    served: Collection[str] | None = None,
) -> Plan:
    """Say where a notice of a case opened in `base` goes next, after the chats in which it failed.

    `served`: the channels that the installation has; None = that is not known here.
    """
    organisation = notice.organisation
    chosen = choice(tx, organisation, base.id)
    if chosen.way != "here":
        return Plan(to=None, look=chosen.way == "look")
    chats = [base, *tx.ways.tied(organisation, base.id)]
    first = [chat for chat in chats if chat.id == chosen.conversation]
    avoided = (*OFFLINE, *BARE) if refusal else OFFLINE
    left = (
        chat
        for chat in dict.fromkeys((*first, *chats))
        if chat.id not in notice.tried
        and chat.address.channel not in avoided
        and (served is None or chat.address.channel in served)
    )
    return Plan(to=next(left, None), hours=HOURS.get(chosen.hours))


def choice(tx: Transaction, organisation: str, conversation: str) -> ContactWay:
    """Return what the person chose last in any of their chats; unless they did, it is the case's chat."""
    made = (way for way in tx.ways.of(organisation, conversation) if way.chosen_at is not None)
    return next(made, ContactWay(organisation=organisation, conversation=conversation))


def offer(tx: Transaction, conversation: Conversation, code: str, *, now: datetime) -> None:
    """Let a code tie another chat to this one, once."""
    organisation = conversation.address.organisation
    tx.secure_links.add(
        SecureLink(
            organisation=organisation,
            conversation=conversation.id,
            token_hash=_hash(organisation, code),
            question=_QUESTION,
            created_at=now,
            expires_at=now + VALID,
        )
    )


def tie(tx: Transaction, conversation: Conversation, code: str, *, now: datetime) -> Conversation | None:
    """Use a code up and return the chat that this one is tied to; None if it is wrong, over or used."""
    organisation = conversation.address.organisation
    link = _offered(tx, organisation, code, by=conversation.id, now=now)
    if link is None or link.conversation == conversation.id:
        return None
    if not tx.secure_links.use(organisation, link.token_hash, at=now):
        return None
    tx.ways.tie(organisation, link.conversation, conversation.id)
    return tx.conversations.lock(organisation, link.conversation)


def shown(tx: Transaction, organisation: str, code: str, *, by: str, now: datetime) -> Conversation | None:
    """Use a code up and return the chat in which it was made: whoever has it reads that chat.

    `by` is who types it; after some wrong ones even the right one is refused. None if it is wrong or over.
    """
    link = _offered(tx, organisation, code, by=by, now=now)
    if link is None or not tx.secure_links.use(organisation, link.token_hash, at=now):
        return None
    return tx.conversations.lock(organisation, link.conversation)


def _offered(tx: Transaction, organisation: str, code: str, *, by: str, now: datetime) -> SecureLink | None:
    """Return a code that is in force, unless too many were tried."""
    since = now - TRY_WINDOW
    tries = tx.people.count_try(organisation, by, what="tie", since=since, now=now)
    of_all = tx.people.count_try(organisation, _QUESTION, what="tie-all", since=since, now=now)
    if tries > MOST_TRIES or of_all > MOST_OF_ALL:
        return None
    token = _hash(organisation, code)
    link = tx.secure_links.find(organisation, token)
    valid = link is not None and link.question == _QUESTION and link.expires_at > now
    return link if valid else None


def _hash(organisation: str, code: str) -> str:
    return hashlib.sha256(f"{_QUESTION}:{organisation}:{digits(code)}".encode()).hexdigest()
