"""Sessions of the research committee."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import AgendaItem, CommitteeSession, Member, UrgentReply


class Committee(Protocol):
    """Sessions and their agendas."""

    def open(
        self, organisation: str, session: str, *, held_at: datetime, place: str, by: str, now: datetime
    ) -> CommitteeSession:
        """Keep a new session under the organisation's next number."""
        ...

    def lock(self, organisation: str, session: str) -> CommitteeSession | None:
        """Read a session and keep others from writing it until the end."""
        ...

    def set_attendance(self, organisation: str, session: str, attendance: Sequence[Member]) -> None:
        """Write who was there."""
        ...

    def set_minutes(self, organisation: str, session: str, minutes: str) -> None:
        """Write the minutes."""
        ...

    def close(self, organisation: str, session: str, *, at: datetime) -> None:
        """Make the minutes final."""
        ...

    def add(self, organisation: str, session: str, case: str) -> bool:
        """Put a case at the end of the agenda. False if it stands there already."""
        ...

    def remove(self, organisation: str, session: str, case: str) -> bool:
        """Take a case that is not decided off the agenda. False if there was none."""
        ...

    def set_conflicts(self, organisation: str, session: str, case: str, names: Sequence[str]) -> None:
        """Write who has an interest in a case and takes no part in it."""
        ...

    def decided(self, organisation: str, session: str, case: str, *, decision: str, at: datetime) -> None:
        """Write which step the committee decided on."""
        ...

    def agenda(self, organisation: str, session: str) -> Sequence[AgendaItem]:
        """The agenda in order."""
        ...

    def replied_urgently(self, organisation: str, case: str, *, step: str, by: str, at: datetime) -> None:
        """Keep that a reply was given outside a session."""
        ...

    def to_confirm(self, organisation: str) -> Sequence[UrgentReply]:
        """Replies that no session has confirmed yet, oldest first."""
        ...

    def confirmed_in(self, organisation: str, session: str) -> Sequence[UrgentReply]:
        """Replies that a session has confirmed, oldest first."""
        ...

    def confirm(self, organisation: str, reply: int, *, session: str, at: datetime) -> bool:
        """Write that a session has confirmed a reply. False if one had, or there is none."""
        ...

    def planned(self, organisation: str, case: str) -> str | None:
        """The open session on whose agenda a case stands undecided, if any."""
        ...
