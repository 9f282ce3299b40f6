"""What is to happen later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import Timer


class Timers(Protocol):
    """Things due later."""

    def set(self, organisation: str, conversation: str, *, name: str, due_at: datetime) -> None:
        """Set or replace the timer of that name."""
        ...

    def clear(self, organisation: str, conversation: str) -> None:
        """Remove all timers of a conversation."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Timer]:
        """Timers of all organisations that are due, oldest first."""
        ...

    def remove(self, organisation: str, timer: int) -> bool:
        """Remove one. False if it was gone: somebody else has run it."""
        ...
