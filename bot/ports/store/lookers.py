"""Which of staff have a chat open just now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Looker:
    """Somebody at a chat, on one screen."""

    staff: str
    seen_at: datetime  # when the screen last gave a sign of life
    typed_at: datetime | None  # when they last pressed a key


class Lookers(Protocol):
    """One row for each screen, as long as it gives signs of life."""

    def enter(self, organisation: str, conversation: str, staff: str, screen: str, *, at: datetime) -> None:
        """Keep that a screen shows the chat, in place of the time before."""
        ...

    def leave(self, organisation: str, conversation: str, staff: str, screen: str) -> None:
        """Forget it."""
        ...

    def typed(self, organisation: str, conversation: str, staff: str, *, at: datetime) -> None:
        """Keep that somebody writes, if a screen of theirs shows the chat."""
        ...

    def forget(self, organisation: str, conversation: str, *, before: datetime) -> None:
        """Forget screens that gave no sign since a time."""
        ...

    def at(self, organisation: str, conversation: str) -> Sequence[Looker]:
        """Everybody at a chat, by staff id and screen."""
        ...
