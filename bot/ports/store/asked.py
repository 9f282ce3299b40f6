"""Questions of forms that staff ask in a chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.ports.records import AskedQuestion, AskedStatus


class Asked(Protocol):
    """What staff asked, and what was answered. At most one question of a conversation waits."""

    def add(self, question: AskedQuestion) -> None:
        """Keep a new question; its `id` is drawn here."""
        ...

    def waiting(self, organisation: str, conversation: str) -> AskedQuestion | None:
        """The question that waits for its answer."""
        ...

    def settle(
        self,
        organisation: str,
        conversation: str,
        *,
        status: AskedStatus,
        at: datetime,
        value: Any = None,  # noqa: ANN401 - JSON
    ) -> bool:
        """Say how the waiting question ended. False if none waits."""
        ...

    def of_conversation(self, organisation: str, conversation: str) -> Sequence[AskedQuestion]:
        """All questions of a conversation, newest first."""
        ...
