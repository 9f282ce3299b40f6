"""Who acts for whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import Case, Grant


class Grants(Protocol):
    """Permissions that staff gave somebody to act for another, after they saw the document."""

    def add(self, grant: Grant) -> None:
        """Keep a verified one."""
        ...

    def of_case(self, organisation: str, case: str, *, now: datetime) -> Sequence[Grant]:
        """Those in force over a case, oldest first: neither ended nor expired."""
        ...

    def cases_of(
        self, organisation: str, conversation: str, *, now: datetime
    ) -> Sequence[tuple[Grant, Case]]:
        """Those in force of a chat, each with the case that it is about."""
        ...

    def end(
        self,
        organisation: str,
        *,
        by: str,
        at: datetime,
        case: str | None = None,
        request: str | None = None,
        conversation: str | None = None,
    ) -> int:
        """End those over a case, of a request or of a chat; returns how many were in force."""
        ...
