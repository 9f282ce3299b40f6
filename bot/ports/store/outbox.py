"""What is to be sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.messages import Address, Message
from bot.ports.records import Delivered


class Outbox(Protocol):
    """Messages on their way."""

    def queue(
        self,
        conversation: str,
        *,
        address: Address,
        message: Message,
        line: int,
        staff: str | None,
        priority: int,
        not_before: datetime,
    ) -> int:
        """Queue one message and return its id."""
        ...

    def due(self, channel: str, *, now: datetime, limit: int) -> Sequence[Delivered]:
        """Messages to send now: per conversation in order, by priority; none before its elder sibling.

        None that a process has taken, until its lease is over.
        """
        ...

    def take(self, organisation: str, outbox: int, *, by: str, now: datetime, until: datetime) -> bool:
        """Lease a message to one process. False if another has it, or it is no longer queued."""
        ...

    def holds(self, organisation: str, outbox: int, *, by: str) -> bool:
        """Whether it is still this process that has a message to send."""
        ...

    def left_behind(self, channel: str) -> None:
        """Free at once what a dead process had taken, where there can be but one process (SQLite)."""
        ...

    def stranded(self, served: Collection[str], *, before: datetime, limit: int) -> Sequence[Delivered]:
        """Messages for channels that are not among these, due before a time, oldest first."""
        ...

    def next_due(self, channel: str) -> datetime | None:
        """When the next queued message may go."""
        ...

    def external_of(self, organisation: str, line: int) -> str:
        """The platform's ids of what a transcript line was sent as; empty if it was not."""
        ...

    def sent(self, organisation: str, outbox: int, *, external_id: str | None, at: datetime) -> None:
        """Record that a message went out."""
        ...

    def retry(self, organisation: str, outbox: int, *, not_before: datetime, error: str) -> None:
        """Count an attempt and wait."""
        ...

    def dead(self, organisation: str, outbox: int, *, error: str, at: datetime) -> None:
        """Give up: staff see it as a dead letter."""
        ...

    def withhold(self, organisation: str, outbox: int, *, reason: str, at: datetime) -> None:
        """Do not send: a person holds the chat, or the receiver opted out."""
        ...
