"""Which colleagues look at a chat just now, and who of them writes: in memory, of this process alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.ports.records import Staff

TYPING = timedelta(seconds=8)  # after the last key somebody is seen as writing for so long


def topic(chat: str) -> str:
    """Return the announcement's topic."""
    return f"presence:{chat}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Others:
    """Names of colleagues at a chat, in the order of the alphabet."""

    looking: tuple[str, ...] = ()  # those who write are not repeated here
    typing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Room:
    names: dict[str, str] = field(default_factory=dict)  # by staff id
    screens: Counter[str] = field(default_factory=Counter)
    typed: dict[str, datetime] = field(default_factory=dict)


class Presence:
    """Everybody at every chat."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._rooms: dict[str, _Room] = {}

    def enter(self, chat: str, staff: Staff) -> None:
        """Somebody has opened a chat, on one more screen."""
        room = self._rooms.setdefault(chat, _Room())
        room.names[staff.id] = staff.name
        room.screens[staff.id] += 1

    def leave(self, chat: str, staff: Staff) -> None:
        """One of their screens is gone; with the last one they are, too."""
        room = self._rooms[chat]
        room.screens[staff.id] -= 1
        if room.screens[staff.id] > 0:
            return
        for each in (room.screens, room.names, room.typed):
            each.pop(staff.id, None)
        if not room.screens:
            del self._rooms[chat]

    def typing(self, chat: str, staff: Staff, now: datetime) -> bool:
        """Somebody who looks has pressed a key. False if they were seen writing already."""
        room = self._rooms.get(chat)
        if room is None or staff.id not in room.screens:
            return False
        fresh = not _writes(room, staff.id, now)
        room.typed[staff.id] = now
        return fresh

    def others(self, chat: str, staff: Staff, now: datetime) -> Others:
        """Return who else is at a chat."""
        room = self._rooms.get(chat, _Room())
        away = {who: name for who, name in room.names.items() if who != staff.id}
        typing = {who for who in away if _writes(room, who, now)}
        return Others(
            looking=tuple(sorted(name for who, name in away.items() if who not in typing)),
            typing=tuple(sorted(away[who] for who in typing)),
        )


def _writes(room: _Room, staff: str, now: datetime) -> bool:
    return staff in room.typed and now - room.typed[staff] < TYPING
