"""Letters that came in, numbered by organisation and year."""

from datetime import datetime

from sqlalchemy import select

from bot.store.repository import Repository
from bot.store.statements import binds, insertion, insertion_or_change, within
from bot.store.tables import letter_numbers, letters

_next = insertion_or_change(
    letter_numbers,
    first=binds("organisation_id", "year") | {"number": 1},
    unique=("organisation_id", "year"),
    then={"number": letter_numbers.c.number + 1},
    returning=letter_numbers.c.number,
)
_add = insertion(letters)
_known = select(letters.c.year, letters.c.number).where(within(letters))


class LetterRows(Repository):
    """`bot.ports.store.Letters`."""

    def register(self, organisation: str, conversation: str, *, year: int, at: datetime) -> int:
        """Give the letter of a contact the next number of a year; the same again for the same contact."""
        known = self.number(organisation, conversation)
        if known is not None:
            return known[1]
        number = self._number(_next, organisation_id=organisation, year=year)
        self._change(
            _add, organisation_id=organisation, conversation_id=conversation, year=year, number=number, at=at
        )
        return number

    def number(self, organisation: str, conversation: str) -> tuple[int, int] | None:
        """Year and number of a contact's letter, if it has one."""
        row = self._first(_known, org=organisation, conv=conversation)
        return None if row is None else (row.year, row.number)
