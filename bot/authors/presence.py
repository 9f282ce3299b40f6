"""Who has a file open for editing: told to the next who opens it, on whatever process. A token decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.authors.places import scope_of
from bot.ports.store import Store, Transaction

LASTS = timedelta(minutes=15)  # after which somebody who opened a file is not expected to be at it


@dataclass(frozen=True, kw_only=True, slots=True)
class Presence:
    """Files that somebody opened for editing lately."""

    store: Store

    async def enter(self, file: str, staff: str, *, now: datetime) -> Mapping[str, datetime]:
        """Note that somebody opens a file, and return who else has lately, with the time."""
        scope = scope_of(file)

        def work(tx: Transaction) -> Mapping[str, datetime]:
            tx.editing.forget(scope, before=now - LASTS)
            tx.editing.open(scope, file, staff, at=now)
            return {who: at for who, at in tx.editing.at(scope, file).items() if who != staff}

        return await self.store.write(work)

    async def leave(self, file: str, staff: str) -> None:
        """Note that somebody has published."""
        await self.store.write(lambda tx: tx.editing.close(scope_of(file), file, staff))
