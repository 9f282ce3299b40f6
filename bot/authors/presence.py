"""Who has a file open for editing: told to the next who opens it. Kept in memory; a version token decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LASTS = timedelta(minutes=15)  # after which somebody who opened a file is not expected to be at it


@dataclass(kw_only=True)
class Presence:
    """Files that somebody opened for editing in this process."""

    _open: dict[str, dict[str, datetime]] = field(default_factory=dict)

    def enter(self, file: str, staff: str, *, now: datetime) -> Mapping[str, datetime]:
        """Note that somebody opens a file, and return who else has lately, with the time."""
        here = {who: at for who, at in self._open.get(file, {}).items() if now - at < LASTS}
        self._open[file] = {**here, staff: now}
        return {who: at for who, at in here.items() if who != staff}

    def leave(self, file: str, staff: str) -> None:
        """Note that somebody has published or left."""
        self._open.get(file, {}).pop(staff, None)
