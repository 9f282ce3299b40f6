"""Replies that staff have begun."""

from collections.abc import Sequence
from typing import Protocol

from bot.ports.records import Draft


class Drafts(Protocol):
    """One draft for each member of staff and conversation."""

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the one before."""
        ...

    def drop(self, organisation: str, conversation: str, staff: str) -> None:
        """Forget one."""
        ...

    def of_conversation(self, organisation: str, conversation: str) -> Sequence[Draft]:
        """Everybody's drafts of a conversation, oldest first."""
        ...
