"""Persons, their channels and what they agreed to."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.messages import Language
from bot.ports.records import Person, Question


class People(Protocol):
    """Persons and what they agreed to."""

    def match_or_add(
        self,
        organisation: str,
        *,
        name: str | None,
        phone: str | None,
        national_id: str | None,
        iban: str | None,
        language: Language,
        now: datetime,
    ) -> str:
        """Return the person with this national ID, else with this phone, else a new one.

        What was not known is filled in; what is known stays, because nobody has checked who typed it.
        """
        ...

    def add(self, organisation: str, *, language: Language, now: datetime) -> str:
        """Add a person of whom nothing is known but that some conversations are theirs; return the id."""
        ...

    def similar(
        self,
        organisation: str,
        *,
        name: str,
        phone: str | None,
        national_id: str | None,
        place: str | None = None,
    ) -> Sequence[Person]:
        """Persons who may be this one, at most six: by ID, by phone, then by folded name.

        Of a branch (`place`) only those of whom a chat or a case is there.
        """
        ...

    def at(self, place: str, persons: Collection[str]) -> Collection[str]:
        """Those persons of whom a branch has a chat or a case, or whom an organisation knows."""
        ...

    def link(self, organisation: str, conversation: str, person: str | None) -> None:
        """Tie a conversation to a person, or to nobody any more."""
        ...

    def get(self, organisation: str, person: str) -> Person | None:
        """Read one."""
        ...

    def keep_consent(
        self, organisation: str, conversation: str, *, version: str, agreed: bool, at: datetime
    ) -> None:
        """Keep a yes or no to the privacy notice."""
        ...

    def keep_rating(
        self, organisation: str, conversation: str, *, stars: int, reason: str, at: datetime
    ) -> None:
        """Keep a rating."""
        ...

    def keep_question(self, question: Question) -> None:
        """Keep how a question was understood."""
        ...

    def count_try(
        self, organisation: str, conversation: str, *, what: str, since: datetime, now: datetime
    ) -> int:
        """Count a try (tracking, sign-in); return how many there were since, this one included."""
        ...

    def kept(self, organisation: str, conversation: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """All `consents`, `ratings` and `questions` of a conversation as JSON-able rows."""
        ...

    def erase(self, organisation: str, person: str) -> None:
        """Erase a person's identifying fields and links."""
        ...
