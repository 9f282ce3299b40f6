"""What is to be improved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import Improvement


class Improvements(Protocol):
    """The improvement register."""

    def add(self, improvement: Improvement) -> int:
        """Keep a new entry and return its id; the id given is not looked at."""
        ...

    def get(self, organisation: str, improvement: int) -> Improvement | None:
        """Read one."""
        ...

    def change(self, improvement: Improvement) -> None:
        """Write an entry as it is now."""
        ...

    def published(self, organisation: str, *, limit: int) -> Sequence[Improvement]:
        """What people may read, newest first."""
        ...

    def forget_origin(self, organisation: str, origin: str, *, at: datetime) -> None:
        """A case that an entry came from was erased: the entry stays, the reference goes."""
        ...
