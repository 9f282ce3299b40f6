"""What arrived and is not done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.messages import Inbound
from bot.ports.records import Received


class Inbox(Protocol):
    """Durable arrivals: unique per organisation, channel and external id."""

    def accept(self, inbound: Inbound, *, conversation: str) -> bool:
        """Keep an arrival. False if the same one is there already."""
        ...

    def take(self, organisation: str, inbox: str) -> Received | None:
        """Return an arrival that is still new (locked until the transaction ends), else None."""
        ...

    def pending(self, *, limit: int) -> Sequence[tuple[str, str, str]]:
        """Oldest new arrivals of all organisations: (organisation, conversation, inbox id)."""
        ...

    def done(self, organisation: str, inbox: str, *, at: datetime) -> None:
        """Mark as answered and drop its payload."""
        ...

    def failed(self, organisation: str, inbox: str, *, error: str, at: datetime) -> None:
        """Mark as given up, keeping the payload for staff."""
        ...
