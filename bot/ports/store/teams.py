"""Teams of an organisation's staff, such as legal or finance."""

from collections.abc import Sequence
from typing import Protocol


class Teams(Protocol):
    """Who is in which team. A team is there as long as somebody is in it."""

    def join(self, organisation: str, staff: str, team: str) -> bool:
        """Put an account into a team. False if it was in it."""
        ...

    def leave(self, organisation: str, staff: str, team: str) -> bool:
        """Take an account out of a team. False if it was not in it."""
        ...

    def all(self, organisation: str) -> Sequence[tuple[str, str]]:
        """Every membership: team, staff id."""
        ...
