"""Who waits for a person, and who holds a chat."""

from datetime import datetime
from typing import Protocol

from bot.messages import Priority


class Handoffs(Protocol):
    """History of hand-overs: one row each time a chat waits for staff, closed when it ends."""

    def begin(
        self,
        organisation: str,
        conversation: str,
        *,
        reason: str,
        priority: Priority,
        note: str,
        now: datetime,
    ) -> None:
        """Open a row unless one is open."""
        ...

    def claimed(self, organisation: str, conversation: str, *, staff: str, now: datetime) -> None:
        """Note the first claim of the open row."""
        ...

    def endangered(self, organisation: str, conversation: str) -> None:
        """Note on the open row that the person spoke of danger, whatever it was opened for."""
        ...

    def finish(self, organisation: str, conversation: str, *, outcome: str, now: datetime) -> None:
        """Close the open row with how it ended."""
        ...
