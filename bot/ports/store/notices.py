"""What cases have to tell their people."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.ports.records import Notice, NoticeStatus


class Notices(Protocol):
    """Notices on the steps of cases."""

    def add(
        self,
        organisation: str,
        case: str,
        *,
        conversation: str | None,
        step: str,
        fields: Mapping[str, Any],
        status: NoticeStatus,
        urgent: bool,
        now: datetime,
    ) -> int:
        """Keep a notice and return its id."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Notice]:
        """Waiting notices of all organisations whose time has come, oldest first."""
        ...

    def get(self, organisation: str, notice: int) -> Notice | None:
        """Read one."""
        ...

    def of_case(self, organisation: str, case: str) -> Sequence[Notice]:
        """All of a case, oldest first."""
        ...

    def postpone(self, organisation: str, notice: int, *, until: datetime) -> None:
        """Look at it again at `until`."""
        ...

    def queued(
        self, organisation: str, notice: int, *, line: int, unseen_until: datetime | None = None
    ) -> None:
        """It is on its way as this transcript line; `unseen_until`: a page has to show it, look then."""
        ...

    def set_status(self, organisation: str, notice: int, status: NoticeStatus, *, at: datetime) -> None:
        """Write how it stands; `told` keeps the time."""
        ...

    def opened(self, organisation: str, case: str, *, at: datetime, conversation: str | None = None) -> None:
        """All that the case has to tell so far was read; only what was told to one chat if it is named."""
        ...

    def unseen(self, *, now: datetime, limit: int) -> Sequence[Notice]:
        """Those that no page has shown, of all organisations, at which it is time to look."""
        ...

    def wait_unseen(self, organisation: str, notice: int, *, until: datetime | None) -> None:
        """Look again at `until` whether it was shown; None: never again."""
        ...

    def shown(self, organisation: str, lines: Collection[int]) -> int:
        """A page has shown these lines; return how many notices not seen before are among them."""
        ...

    def pass_on(self, notice: Notice, *, now: datetime) -> None:
        """One that was not seen waits again; the chat that it stands in counts as tried."""
        ...

    def settle(self, *, now: datetime) -> int:
        """Note how the notices on their way went, and return how many those are.

        Sent: told. Withheld because staff held the chat: waiting again. Blocked or given up: waiting, and
        the chat is among those tried.
        """
        ...
