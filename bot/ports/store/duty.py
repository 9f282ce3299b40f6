"""The duty roster."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.ports.records import Absence, Shift


class DutyRecords(Protocol):
    """Shifts of each week and absences, by organisation."""

    def add_shift(self, shift: Shift) -> None:
        """Keep a shift; its id is given here."""
        ...

    def drop_shift(self, organisation: str, shift: int) -> bool:
        """Forget one. False if there is none such."""
        ...

    def add_absence(self, absence: Absence) -> None:
        """Keep an absence; its id is given here."""
        ...

    def drop_absence(self, organisation: str, absence: int) -> bool:
        """Forget one. False if there is none such."""
        ...

    def shifts(self, organisation: str) -> Sequence[Shift]:
        """All shifts, in the order of team and hour."""
        ...

    def absences(self, organisation: str, *, since: date) -> Sequence[Absence]:
        """Absences that end on that day or later, the first to begin first."""
        ...
