"""A code with which a person goes on with their chat on another device or another channel.

Staff give it to somebody whom they have recognised on another channel (a call, a messenger), in a note that
the person does not see; or the person asks for it in the chat that they have. It works once, for a quarter of
an hour; only its hash is kept.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk.chat import Desk
from bot.desk.outcomes import Empty, NotAllowed, Noted, TooLong, Unknown
from bot.desk.writing import note
from bot.messages import Address
from bot.people.codes import digits
from bot.ports.records import Conversation, SecureLink
from bot.ports.store import Transaction

VALID = timedelta(minutes=15)
CHANNEL = "web"  # where a person is known by a device alone
RESUME = "resume"  # given by staff; no run of a flow is called so: the code opens no form
CONTINUE = "continue"  # asked for by the person: what was begun goes on elsewhere


def offer(
    desk: Desk, conversation: str, *, code: str, worded: Callable[[str], str]
) -> Noted | Empty | TooLong | NotAllowed | Unknown:
    """Make a code open the conversation, and note it for staff in the words of `worded`."""
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if row.address.channel != CHANNEL:
        return Unknown()
    keep(desk.tx, row, code, RESUME, now=desk.now)
    desk.note(row, "resume-code")
    return note(desk, row.id, worded(code))


def keep(tx: Transaction, conversation: Conversation, code: str, purpose: str, *, now: datetime) -> None:
    """Make a code open a conversation, once; `purpose` is RESUME or CONTINUE."""
    organisation = conversation.address.organisation
    tx.secure_links.add(
        SecureLink(
            organisation=organisation,
            conversation=conversation.id,
            token_hash=_hash(organisation, code),
            question=purpose,
            created_at=now,
            expires_at=now + VALID,
        )
    )


def look(tx: Transaction, organisation: str, code: str, *, now: datetime) -> Conversation | None:
    """Return the conversation behind a code without using it up; None if it is wrong, over or used."""
    link = tx.secure_links.find(organisation, _hash(organisation, code))
    if link is None or link.question not in (RESUME, CONTINUE):
        return None
    if link.expires_at <= now or link.used_at is not None:
        return None
    return tx.conversations.lock(organisation, link.conversation)


def use(tx: Transaction, organisation: str, code: str, *, now: datetime) -> bool:
    """Use a code up. False if it was used before."""
    return tx.secure_links.use(organisation, _hash(organisation, code), at=now)


def redeem(tx: Transaction, organisation: str, code: str, *, now: datetime) -> Address | None:
    """Use up the code of a chat on the website and return whose chat it opens; else None."""
    found = look(tx, organisation, code, now=now)
    if found is None or found.address.channel != CHANNEL or not use(tx, organisation, code, now=now):
        return None
    return found.address


def _hash(organisation: str, code: str) -> str:
    return hashlib.sha256(f"{RESUME}:{organisation}:{digits(code)}".encode()).hexdigest()
