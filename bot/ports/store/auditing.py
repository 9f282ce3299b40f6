"""Reading the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports.records import Audited


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which entries; empty or None = all."""

    since: datetime | None = None
    actor: str = ""
    subject: str = ""
    older: int = 0  # id of an entry: those that come after it, the newest first


ALL = Asked()


class AuditReads(Protocol):
    """A part of `Reads`."""

    async def audit(
        self, organisations: Sequence[str], asked: Asked = ALL, *, limit: int = 100
    ) -> Sequence[Audited]:
        """Entries of the audit trail, newest first."""
        ...
