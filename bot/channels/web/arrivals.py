"""Takes a posted message once, however often it is posted."""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from bot.channels.web.needs import Needs
from bot.channels.web.parse import Draft
from bot.messages import Address, Attachment, Inbound
from bot.ports.store import Store, Transaction

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,48}")
_EVERY = 10_000

Fate = Literal["new", "again", "other-body"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """What became of a posted message."""

    id: str  # inbound id
    fate: Fate  # taken; was there already; another message was there under this key


def inbound_id(address: Address, draft: Draft) -> str:
    """Return the id of a message: the same for the same visitor, key and body, at most 64 characters."""
    whole = "\0".join((address.organisation, address.user, draft.key, draft.body))
    return f"{hashlib.sha256(whole.encode()).hexdigest()[:15]}.{_short(draft.key)}"


def key_of(inbound: str | None) -> str:
    """Return the key of a message that came from the page, so that the page knows its own."""
    return inbound.partition(".")[2] if inbound else ""


def _short(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:40]


async def arrive(
    needs: Needs, address: Address, draft: Draft, attachments: tuple[Attachment, ...]
) -> Arrived:
    """Hand a draft to the inbox; returns once it is durable."""
    inbound = Inbound(
        id=inbound_id(address, draft),
        address=address,
        external_id=f"{address.user}:{_short(draft.key)}",
        received_at=needs.now(),
        text=draft.text,
        choice=draft.choice,
        attachments=attachments,
        location=draft.location,
    )
    if await needs.accept(inbound):
        return Arrived(id=inbound.id, fate="new")
    same = await _is_kept(needs.store, address, inbound.id)
    return Arrived(id=inbound.id, fate="again" if same else "other-body")


async def _is_kept(store: Store, address: Address, inbound: str) -> bool:
    """Tell whether this very message is what was kept under its key: waiting, said, or failed."""

    def waits(transaction: Transaction) -> bool:
        return any(row[2] == inbound for row in transaction.inbox.pending(limit=_EVERY))

    if await store.write(waits):
        return True
    conversation = await store.read.by_address(address)
    if conversation is None:
        return False
    lines = await store.read.lines(address.organisation, conversation.id, limit=_EVERY)
    if any(line.inbound == inbound for line in lines):
        return True
    failed = await store.read.failed_arrivals([address.organisation], limit=_EVERY)
    return any(arrival.id == inbound for arrival in failed)
