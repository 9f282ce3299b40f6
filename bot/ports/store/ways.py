"""How people want to hear of their cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import ContactWay, Conversation, SafeHours, Way


class Ways(Protocol):
    """Ways to reach a person, one row a chat; chats tied by a code are the same person's."""

    def of(self, organisation: str, conversation: str) -> Sequence[ContactWay]:
        """What was chosen in a chat and in those tied to it, the newest choice first."""
        ...

    def tied(self, organisation: str, conversation: str) -> Sequence[Conversation]:
        """The other chats of the same person, that of their last message first."""
        ...

    def choose(
        self, organisation: str, conversation: str, *, way: Way, hours: SafeHours, at: datetime
    ) -> None:
        """Keep what was chosen in a chat."""
        ...

    def tie(self, organisation: str, conversation: str, other: str) -> None:
        """Tie two chats, with all that either is tied to."""
        ...

    def untie(self, organisation: str, conversation: str) -> bool:
        """Take a chat out of its tie. False if it was in none."""
        ...
