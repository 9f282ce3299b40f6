"""Two records of one person that become one, and are parted again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import Merge, Person


class Merges(Protocol):
    """Nothing is removed by merging: what was the other's belongs to the kept record, and is noted."""

    def merge(
        self,
        organisation: str,
        kept: Person,
        gone: Person,
        *,
        chats: tuple[str, ...] = (),
        actor: str,
        now: datetime,
    ) -> Merge:
        """Give conversations and cases of `gone` to `kept`, which takes over what it did not know."""
        ...

    def undo(self, merge: Merge, *, now: datetime) -> bool:
        """Give back what was the other's and is still here. False if it was undone before."""
        ...

    def get(self, organisation: str, merge: str) -> Merge | None:
        """Read one."""
        ...

    def of_person(self, organisation: str, person: str) -> Sequence[Merge]:
        """Merges into this record that stand, newest first."""
        ...

    def confirmed(self, organisation: str, person: str, chat: str) -> Sequence[str]:
        """Other chats that staff have found to be of the same person as this one, by merges that stand.

        Chats that only gave the same number are not among them.
        """
        ...

    def alike(self, organisation: str, person: Person) -> Sequence[Person]:
        """Other records with the same national ID, phone or IBAN, or the same name as Arabic is folded."""
        ...

    def with_number(self, organisation: str, *, phone: str | None, digits: str) -> Sequence[Person]:
        """Records with this phone (E.164), or this national ID."""
        ...
