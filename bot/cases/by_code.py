"""The rest of a case in a chat that is not its own: a one-time code is sent to its own chat, and typed here.

Whoever has looked a case up by number may ask for it. The code says nothing of the case; it opens it once,
and only in the chat that asked.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Literal

from bot.cases import reaching
from bot.cases.reference import read
from bot.engine.codec import load
from bot.messages import OFFLINE
from bot.people.codes import digits
from bot.ports.records import Case, Conversation, SecureLink
from bot.ports.store import Transaction

VALID = timedelta(minutes=15)
MOST_SENT = 3  # codes that one chat asks for, and that are sent of one case, in TRY_WINDOW
TRY_WINDOW = timedelta(hours=1)
_FOUND, _REST = "found", "rest"  # no run of a flow is called so: they open no form

Unsent = Literal["none", "many"]
"""none: the case has no chat that a code may be sent to; many: too many were asked for."""


def remember(tx: Transaction, conversation: Conversation, case: Case, *, now: datetime) -> None:
    """Keep that a case was found by its number here: for a while its code may be asked for."""
    organisation = conversation.address.organisation
    token = _hash(_FOUND, organisation, conversation.id, case.reference, _hour(now))
    if tx.secure_links.find(organisation, token) is None:
        _keep(tx, conversation, token, question=_FOUND, now=now)


def sent_to(
    tx: Transaction, conversation: Conversation, reference: str, code: str, *, now: datetime
) -> Conversation | Unsent:
    """Let a code open a case here, once, and return the chat that it is sent to."""
    organisation = conversation.address.organisation
    known = read(reference, organisation=organisation)
    case = tx.cases.find(organisation, known) if known else None
    if case is None or not _found(tx, conversation, case, now=now):
        return "none"
    chat = _own_chat(tx, case)
    if chat is None:
        return "none"
    since, count = now - TRY_WINDOW, tx.people.count_try
    asked = count(organisation, conversation.id, what="rest", since=since, now=now)
    of_case = count(organisation, case.reference, what="rest-case", since=since, now=now)
    if max(asked, of_case) > MOST_SENT:
        return "many"
    question = f"{_REST}:{case.reference}"
    _keep(tx, chat, _hash(_REST, organisation, conversation.id, digits(code)), question=question, now=now)
    return chat


def opened(tx: Transaction, conversation: Conversation, code: str, *, now: datetime) -> Case | None:
    """Use a code up and return the case that it opens here; None if it is wrong, over or used."""
    organisation = conversation.address.organisation
    token = _hash(_REST, organisation, conversation.id, digits(code))
    link = tx.secure_links.find(organisation, token)
    if link is None or link.expires_at <= now or not tx.secure_links.use(organisation, token, at=now):
        return None
    return tx.cases.find(organisation, link.question.removeprefix(f"{_REST}:"))


def _own_chat(tx: Transaction, case: Case) -> Conversation | None:
    """Return the chat that a case came from, unless its person wants nothing sent there."""
    if case.conversation is None:
        return None
    chat = tx.conversations.lock(case.organisation, case.conversation)
    silent = load(chat.state).silent if chat.state else False
    here = reaching.choice(tx, case.organisation, chat.id).way == "here"
    return chat if here and not silent and chat.address.channel not in OFFLINE else None


def _found(tx: Transaction, conversation: Conversation, case: Case, *, now: datetime) -> bool:
    tokens = (
        _hash(_FOUND, case.organisation, conversation.id, case.reference, _hour(at))
        for at in (now, now - TRY_WINDOW)
    )
    return any(tx.secure_links.find(case.organisation, token) is not None for token in tokens)


def _keep(tx: Transaction, chat: Conversation, token: str, *, question: str, now: datetime) -> None:
    tx.secure_links.add(
        SecureLink(
            organisation=chat.address.organisation, conversation=chat.id, token_hash=token,
            question=question, created_at=now, expires_at=now + VALID,
        )
    )  # fmt: skip


def _hour(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H}"


def _hash(*parts: str) -> str:
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
