"""Which colleagues look at a chat just now, and who of them writes: in the database, for all processes.

A screen that gives no sign of life counts no more: its process may have been killed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.records import Staff
from bot.ports.store import Store, Transaction

TYPING = timedelta(seconds=8)  # after the last key somebody is seen as writing for so long
SIGN = timedelta(seconds=30)  # a screen gives a sign of life so often, or when there is news
LASTS = timedelta(seconds=90)  # after its last sign a screen is no longer expected to be there


def topic(chat: str) -> str:
    """Return the announcement's topic."""
    return f"presence:{chat}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Others:
    """Names of colleagues at a chat, in the order of the alphabet."""

    looking: tuple[str, ...] = ()  # those who write are not repeated here
    typing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """One chat, as a member of staff has it on a screen."""

    store: Store
    organisation: str
    chat: str
    staff: Staff

    async def enter(self, screen: str, *, now: datetime, fresh: bool) -> None:
        """Note that a screen shows the chat; colleagues look again if it is `fresh`."""

        def work(tx: Transaction) -> None:
            tx.lookers.forget(self.organisation, self.chat, before=now - LASTS)
            tx.lookers.enter(self.organisation, self.chat, self.staff.id, screen, at=now)
            if fresh:
                tx.announce(topic(self.chat))

        await self.store.write(work)

    async def leave(self, screen: str) -> None:
        """Note that one of the screens is gone; with the last one they are, too."""

        def work(tx: Transaction) -> None:
            tx.lookers.leave(self.organisation, self.chat, self.staff.id, screen)
            tx.announce(topic(self.chat))

        await self.store.write(work)

    async def typing(self, *, now: datetime) -> None:
        """Note that somebody who looks has pressed a key; colleagues are told once."""

        def work(tx: Transaction) -> None:
            here = tx.lookers.at(self.organisation, self.chat)
            typed = [one.typed_at for one in here if one.staff == self.staff.id]
            tx.lookers.typed(self.organisation, self.chat, self.staff.id, at=now)
            if typed and not any(_writes(at, now) for at in typed):
                tx.announce(topic(self.chat))

        await self.store.write(work)

    async def others(self, *, now: datetime) -> Others:
        """Return who else is at the chat."""
        here = await self.store.look(lambda tx: tx.lookers.at(self.organisation, self.chat))
        away = [one for one in here if one.staff != self.staff.id and now - one.seen_at < LASTS]
        if not away:
            return Others()
        names = await self.store.read.staff_names()
        typing = {one.staff for one in away if _writes(one.typed_at, now)}
        looking = {one.staff for one in away} - typing
        return Others(looking=_named(looking, names), typing=_named(typing, names))


def _named(staff: set[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names.get(who, "") for who in staff))


def _writes(typed: datetime | None, now: datetime) -> bool:
    return typed is not None and now - typed < TYPING
