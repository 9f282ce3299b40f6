"""A code with which a person goes on with their chat on another device.

Staff give it to somebody whom they have recognised on another channel (a call, a messenger). It works once,
for a quarter of an hour; only its hash is kept, and it stands in a note that the person does not see.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk.chat import Desk
from bot.desk.outcomes import Empty, NotAllowed, Noted, TooLong, Unknown
from bot.desk.writing import note
from bot.messages import Address
from bot.ports.records import Conversation, SecureLink
from bot.ports.store import Transaction

VALID = timedelta(minutes=15)
CHANNEL = "web"  # where a person is known by a device alone
_QUESTION = "resume"  # no run of a flow is called so: the code opens no form
_DIGITS = 8


def new_code() -> str:
    """Return a random code of 8 digits: one number, because right to left two would change places."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def offer(
    desk: Desk, conversation: str, *, code: str, worded: Callable[[str], str]
) -> Noted | Empty | TooLong | NotAllowed | Unknown:
    """Make a code open the conversation, and note it for staff in the words of `worded`."""
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if row.address.channel != CHANNEL:
        return Unknown()
    link = SecureLink(
        organisation=desk.organisation,
        conversation=row.id,
        token_hash=_hash(desk.organisation, code),
        question=_QUESTION,
        created_at=desk.now,
        expires_at=desk.now + VALID,
    )
    desk.tx.secure_links.add(link)
    desk.note(row, "resume-code")
    return note(desk, row.id, worded(code))


def redeem(tx: Transaction, organisation: str, code: str, *, now: datetime) -> Address | None:
    """Use a code up and return whose chat it opens; None if it is wrong, over or used."""
    token = _hash(organisation, code)
    link = tx.secure_links.find(organisation, token)
    if link is None or link.question != _QUESTION or link.expires_at <= now:
        return None
    if not tx.secure_links.use(organisation, token, at=now):
        return None
    return tx.conversations.lock(organisation, link.conversation).address


def _hash(organisation: str, code: str) -> str:
    digits = "".join(str(unicodedata.decimal(sign)) for sign in code if sign.isdecimal())
    return hashlib.sha256(f"{_QUESTION}:{organisation}:{digits}".encode()).hexdigest()
