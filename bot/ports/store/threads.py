"""Where staff talk about a conversation, and their accounts there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import Copy, Delivery, ShownLine, Staff, Thread


class Threads(Protocol):
    """Where staff see conversations on a messaging platform: one thread of a group each."""

    def keep(self, thread: Thread) -> None:
        """Keep a thread, or what has changed of it; `erase`, once set by `forget`, stays."""
        ...

    def get(self, organisation: str, conversation: str) -> Thread | None:
        """The thread of a conversation."""
        ...

    def find(self, group: int, number: int) -> Thread | None:
        """The thread at a place of the platform; it names its organisation."""
        ...

    def open(self, organisation: str) -> Sequence[Thread]:
        """Threads that are not closed, and those that must be erased."""
        ...

    def drop(self, organisation: str, conversation: str) -> None:
        """Forget a thread, its lines and copies."""
        ...

    def keep_line(
        self, organisation: str, conversation: str, *, message: int, line: int, delivery: Delivery
    ) -> bool:
        """Note which transcript line a platform's message became. False if that was noted before."""
        ...

    def corrected(self, organisation: str, conversation: str, *, message: int, line: int) -> None:
        """Let a platform's message stand for a newer line, which is on its way like a first one."""
        ...

    def line_of(self, organisation: str, conversation: str, *, message: int) -> int:
        """The line of a platform's message; 0 if it is none."""
        ...

    def shown(self, organisation: str, conversation: str, *, message: int, delivery: Delivery) -> None:
        """Note what staff are shown of a line's delivery."""
        ...

    def written(self, organisation: str, conversation: str) -> Sequence[ShownLine]:
        """Lines that staff wrote on the platform."""
        ...


class Copies(Protocol):
    """Which messages of a thread show which lines, so that what is blanked is blanked there too."""

    def keep(self, copy: Copy) -> None:
        """Note that a message shows lines, as they stand now."""
        ...

    def outdate(self, copy: Copy) -> None:
        """Note that what a message shows is not what the lines say any more."""
        ...

    def stale(self, organisation: str) -> Sequence[Copy]:
        """Messages that have to be mended: their lines were blanked."""
        ...

    def drop(self, copy: Copy) -> None:
        """Forget a message that is gone."""
        ...


class StaffLinks(Protocol):
    """Who of staff is which user of a messaging platform; like accounts, links belong to the installation."""

    def issue(self, staff: str, *, code_hash: str, expires_at: datetime) -> None:
        """Keep a one-time code of an account in place of an older one."""
        ...

    def redeem(self, code_hash: str, *, user: str, now: datetime) -> Staff | None:
        """Tie the code's account to a platform's user and use the code up.

        None if it is not valid: unknown, used, past its time, or of a locked account.
        """
        ...

    def staff_of(self, user: str) -> Staff | None:
        """The account of a platform's user."""
        ...

    def user_of(self, staff: str) -> str | None:
        """The platform's user of an account."""
        ...

    def unlink(self, staff: str) -> bool:
        """Untie an account. False if it was not tied."""
        ...
