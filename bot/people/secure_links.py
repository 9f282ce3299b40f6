"""One-time links to a page on which one identifying question is answered, instead of in a messenger.

A link opens one question of one run of one conversation, once, for half an hour. Only a hash of its token is
kept: who reads the database cannot open it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.engine.codec import load
from bot.engine.content import Content
from bot.engine.questioning import question_of
from bot.engine.running import Standing, standing_at
from bot.engine.turn import Moment, Turn
from bot.messages import ByLink
from bot.ports.records import Conversation, SecureLink
from bot.ports.store import Transaction

VALID = timedelta(minutes=30)
KEPT = timedelta(days=7)  # so long an old link is told from one that never was
SAFE = ("web", "terminal")  # channels that keep nothing with a third party
Closed = Literal["unknown", "used", "expired", "past"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """What stands behind a good link."""

    link: SecureLink
    conversation: Conversation
    here: Standing


def mode(content: Content, channel: str, *, public_url: str | None) -> ByLink:
    """Return how identifying questions are asked on a channel; without an address there are no links."""
    return content.identity_by_link if public_url and channel not in SAFE else "off"


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def mint(tx: Transaction, conversation: Conversation, *, question: str, token: str, now: datetime) -> None:
    """Make a token open a question of a conversation, and forget links that are long over."""
    organisation = conversation.address.organisation
    tx.secure_links.drop(organisation, conversation.id, before=now - KEPT)
    tx.secure_links.add(
        SecureLink(
            organisation=organisation,
            conversation=conversation.id,
            token_hash=hash_of(token),
            question=question,
            created_at=now,
            expires_at=now + VALID,
        )
    )


def look(tx: Transaction, content: Content, token: str, *, now: datetime) -> Opened | Closed:
    """Return the question behind a token, or why there is none; nothing is used up."""
    organisation = content.organisation.id
    link = tx.secure_links.find(organisation, hash_of(token))
    if link is None:
        return "unknown"
    if link.used_at is not None:
        return "used"
    if link.expires_at <= now:
        return "expired"
    conversation = tx.conversations.lock(organisation, link.conversation)
    here = _waiting(content, conversation, link.question, now)
    return Opened(link=link, conversation=conversation, here=here) if here else "past"


def _waiting(content: Content, conversation: Conversation, question: str, now: datetime) -> Standing | None:
    """Return the question if it is the one that waits."""
    state = load(conversation.state) if conversation.state else None
    if state is None:
        return None
    run = state.asked if conversation.owner == "staff" else state.run
    if run is None or run.owed or question_of(run) != question:
        return None
    return standing_at(Turn(state=state), Moment(content=content, now=now), run)
