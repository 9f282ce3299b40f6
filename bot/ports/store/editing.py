"""Which files of the content authors have open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Editing(Protocol):
    """One row for each author and file, for as long as they are expected to be at it."""

    def open(self, organisation: str, file: str, staff: str, *, at: datetime) -> None:
        """Keep that somebody opens a file, in place of the time before."""
        ...

    def close(self, organisation: str, file: str, staff: str) -> None:
        """Forget it: they have published."""
        ...

    def forget(self, organisation: str, *, before: datetime) -> None:
        """Forget what was opened before a time."""
        ...

    def at(self, organisation: str, file: str) -> Mapping[str, datetime]:
        """Who has a file open, by staff id, the earliest first."""
        ...
