"""Times for interviews."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import InterviewTime


class Interviews(Protocol):
    """Times that staff offer; each is taken by one case at most."""

    def add(self, time: InterviewTime) -> int:
        """Keep a free time and return its id (the given one is ignored)."""
        ...

    def confirm(self, organisation: str, time: int, *, at: datetime) -> bool:
        """Note that a coming visit stands; False if it was before, or is gone."""
        ...

    def clashes(
        self, organisation: str, *, staff: str, starts_at: datetime, ends_at: datetime, but_of: str = ""
    ) -> bool:
        """Whether somebody has another time that overlaps, but those of the case `but_of`."""
        ...

    def get(self, organisation: str, time: int) -> InterviewTime | None:
        """Read one."""
        ...

    def free(self, organisation: str, *, after: datetime, limit: int) -> Sequence[InterviewTime]:
        """Times that nobody has taken, the next first."""
        ...

    def of_case(self, organisation: str, case: str) -> Sequence[InterviewTime]:
        """Times that a case has taken, oldest first."""
        ...

    def take(self, organisation: str, time: int, *, case: str, at: datetime) -> bool:
        """Take a free time that is still to come; False if somebody was quicker."""
        ...

    def free_again(self, organisation: str, case: str, *, after: datetime, but: int = 0) -> int:
        """Give back the coming times of a case, but one; returns how many those were."""
        ...

    def remove(self, organisation: str, time: int) -> bool:
        """Remove a free time; False if it is taken or gone."""
        ...

    def to_remind(self, *, after: datetime, before: datetime, limit: int) -> Sequence[InterviewTime]:
        """Taken times of all organisations between two instants whose people were not reminded yet."""
        ...

    def reminded(self, organisation: str, time: int, *, at: datetime) -> bool:
        """Note that the reminder is on its way; False if it was before."""
        ...
