"""How people are reached."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.messages import Address, Attachment, Inbound
from bot.ports.records import Delivered


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """A message has been handed to the platform."""

    external_id: str | None = None


class SendError(Exception):
    """Sending failed. The subclass tells the outbox what to do."""


class Later(SendError):
    """The platform asks to wait."""

    def __init__(self, seconds: float, message: str = "") -> None:
        """Say how many seconds to wait."""
        super().__init__(message or f"wait {seconds:g} s")
        self.seconds = seconds


class Unreachable(SendError):
    """The network or the platform is down: try again."""


class Blocked(SendError):
    """The person has blocked the bot or is gone: never try again, stop outreach."""


class Rejected(SendError):
    """The platform will never take this message: a fault of ours, for staff to see."""


class Accept(Protocol):
    """Takes what a channel has read. Returns once it is durable; only then is the platform told."""

    async def __call__(self, inbound: Inbound) -> bool:
        """Keep an arrival. False if the same one was there already."""
        ...


class Channel(Protocol):
    """One way of reaching people. One folder, one line in `app.py`."""

    name: str

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled."""
        ...

    async def send(self, delivery: Delivered) -> Receipt:
        """Hand one message to the platform, or raise a `SendError`."""
        ...


Fetch = Callable[[Attachment], Awaitable[bytes]]
NewId = Callable[[], str]
__all__ = [
    "Accept", "Address", "Blocked", "Channel", "Fetch", "Later", "NewId", "Receipt", "Rejected", "SendError",
    "Unreachable",
]  # fmt: skip
