"""Conversations and their state."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.messages import Address, DangerKind, Language, Priority
from bot.ports.records import Conversation, Snooze


class Conversations(Protocol):
    """Who talks where, the engine's state, and who holds the chat."""

    def open(self, address: Address, *, language: Language, now: datetime) -> Conversation:
        """Return the conversation of an address, made if it is new."""
        ...

    def lock(self, organisation: str, conversation: str) -> Conversation:
        """Read a conversation and keep others from writing it until the end. KeyError if unknown."""
        ...

    def keep_state(
        self, organisation: str, conversation: str, *, state: str, language: Language, topic: str | None
    ) -> None:
        """Write the engine's state."""
        ...

    def heard(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Note the time of the person's last message; a chat that was put off comes back with it."""
        ...

    def snooze(self, organisation: str, conversation: str, *, kind: Snooze, until: datetime) -> bool:
        """Put a chat of staff off. False if it is the bot's."""
        ...

    def wake(self, organisation: str, conversation: str, *, now: datetime) -> bool:
        """Let a chat that was put off come back: who waited waits from now. False if it was not put off."""
        ...

    def put_waiting(
        self,
        organisation: str,
        conversation: str,
        *,
        reason: str,
        priority: Priority,
        danger: DangerKind | None,
        topic: str | None,
        now: datetime,
    ) -> bool:
        """Put on the waiting list, or raise the priority of one that waits. False if staff hold it."""
        ...

    def claim(self, organisation: str, conversation: str, *, staff: str, now: datetime) -> bool:
        """Give the chat to `staff` in one conditional update. False if another holds it."""
        ...

    def transfer(
        self,
        organisation: str,
        conversation: str,
        *,
        holder: str,
        to: str | None,
        now: datetime,
        team: str | None = None,
    ) -> bool:
        """Pass the chat from its holder to a colleague, or (`to` None) to the waiting list, or a team's."""
        ...

    def held_by(self, organisation: str, staff: str) -> Sequence[str]:
        """Ids of all chats that somebody holds, put off or not."""
        ...

    def give_back(self, organisation: str, conversation: str, *, now: datetime) -> bool:
        """Return the chat to the bot. False if the bot holds it already."""
        ...

    def set_priority(self, organisation: str, conversation: str, priority: Priority) -> None:
        """Change the priority."""
        ...

    def set_team(self, organisation: str, conversation: str, team: str | None) -> bool:
        """Let a chat that waits wait for a team, or for all (None). False if it does not wait."""
        ...

    def set_place(self, organisation: str, conversation: str, place: str | None) -> None:
        """Give a chat and its cases to a branch (see `bot.ports.places`), or (None) to none."""
        ...

    def alerted(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Note when staff were last alerted about this waiting chat."""
        ...

    def forget(self, organisation: str, conversation: str) -> Sequence[str]:
        """Erase state, transcript texts and files' rows of a conversation (the person's wish).

        Also what was asked (`questions`), why it was rated so, arrivals and messages sent or on their way,
        and the tie to a person. The conversation itself, its consents and the stars of a rating stay.
        Returns the keys of files that no row names any more: remove them once this is committed.
        """
        ...
