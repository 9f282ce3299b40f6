"""Letters that came in."""

from datetime import datetime
from typing import Protocol


class Letters(Protocol):
    """Incoming numbers: by organisation and year, from 1, without gaps or doubles."""

    def register(self, organisation: str, conversation: str, *, year: int, at: datetime) -> int:
        """Give the letter of a contact the next number of a year; the same again for the same contact."""
        ...

    def number(self, organisation: str, conversation: str) -> tuple[int, int] | None:
        """Year and number of a contact's letter, if it has one."""
        ...
