"""Lists of chats, and what they are narrowed to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports.records import Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Only:
    """What a list is narrowed to before it is cut off; empty or None = all."""

    channel: str = ""
    priority: str = ""
    language: str = ""
    topic: str = ""
    owner: str = ""
    teams: Collection[tuple[str, str]] | None = None  # organisation and team for which a chat waits
    holders: Collection[tuple[str, str]] | None = None  # organisation and member of staff
    ids: Collection[str] | None = None
    awake: bool = False  # none that is put off
    snoozed: bool = False  # those alone that are put off


EVERY = Only()


class ChatLists(Protocol):
    """A part of `Reads`."""

    async def waiting(
        self,
        organisations: Sequence[str],
        *,
        holder: str | None = None,
        only: Only = EVERY,
        limit: int = 200,
    ) -> Sequence[Conversation]:
        """The waiting list by priority and age; with `holder` what one holds. None that is put off."""
        ...

    async def snoozed(
        self,
        organisations: Sequence[str],
        *,
        due: datetime | None = None,
        only: Only = EVERY,
        limit: int = 200,
    ) -> Sequence[Conversation]:
        """Chats that staff have put off, the next to come back first; with `due` those whose time is over."""
        ...

    async def held(
        self, organisations: Sequence[str], *, only: Only = EVERY, limit: int = 200
    ) -> Sequence[Conversation]:
        """Chats that any member of staff holds."""
        ...

    async def recent(
        self,
        organisations: Sequence[str],
        *,
        limit: int = 200,
        channel: str = "",
        priority: str = "",
        language: str = "",
        topic: str = "",
        older: str = "",
    ) -> Sequence[Conversation]:
        """All chats by last message, as narrow as asked; with `older` those that come after that chat."""
        ...

    async def channels(self, organisations: Sequence[str]) -> Sequence[str]:
        """The channels on which there are chats, by name."""
        ...
