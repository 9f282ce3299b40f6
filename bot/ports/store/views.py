"""Lists that staff have saved."""

from collections.abc import Sequence
from typing import Protocol

from bot.ports.records import SavedView


class Views(Protocol):
    """Saved lists belong to an account, like its sessions; what they show depends on its roles."""

    def save(self, staff: str, view: SavedView) -> None:
        """Keep a list in place of one of the same name."""
        ...

    def drop(self, staff: str, name: str) -> bool:
        """Forget one. False if there is none of that name."""
        ...

    def of(self, staff: str) -> Sequence[SavedView]:
        """All lists of an account, by name."""
        ...
