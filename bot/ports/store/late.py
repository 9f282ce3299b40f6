"""Cases that are, or will be, late in their stage."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import LateCase


class Late(Protocol):
    """One row a case in a stage with a target."""

    def plan(self, organisation: str, case: str, *, due: datetime) -> None:
        """A case has come into a stage: nobody is alerted before `due`."""
        ...

    def postpone(self, organisation: str, case: str, *, due: datetime) -> None:
        """Look at it again then."""
        ...

    def forget(self, organisation: str, case: str) -> None:
        """The case is late no more."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[LateCase]:
        """Those of all organisations whose time has come."""
        ...

    def take(self, late: LateCase) -> bool:
        """Take one that was due, and keep others from taking it until the end. False if its time changed."""
        ...

    def alerted(self, organisation: str, case: str, *, at: datetime, due: datetime) -> None:
        """Supervisors are alerted at `at`, and again at `due`."""
        ...

    def untold(self, place: str, *, limit: int, without: Collection[str] = ()) -> Sequence[LateCase]:
        """Late ones of whose last alert the desk on a messaging platform has not heard.

        Of an organisation, but for its branches `without`; or of one branch (see `bot.ports.places`).
        """
        ...

    def told(self, organisation: str, case: str, *, at: datetime) -> None:
        """That desk was told."""
        ...
