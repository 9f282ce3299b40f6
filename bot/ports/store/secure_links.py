"""One-time links to a page on which one question of a conversation is answered."""

from datetime import datetime
from typing import Protocol

from bot.ports.records import SecureLink


class SecureLinks(Protocol):
    """Links, known by the hash of their token."""

    def add(self, link: SecureLink) -> None:
        """Keep a new link."""
        ...

    def find(self, organisation: str, token_hash: str) -> SecureLink | None:
        """Return a link of an organisation, used or not; None if there is none."""
        ...

    def use(self, organisation: str, token_hash: str, *, at: datetime) -> bool:
        """Use a link up. False if it was used before, or is not there."""
        ...

    def drop(self, organisation: str, conversation: str, *, before: datetime) -> int:
        """Remove a conversation's links that expired before a time; return how many."""
        ...
