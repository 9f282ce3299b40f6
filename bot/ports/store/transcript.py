"""What was said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.messages import Attachment, Message
from bot.ports.records import Delivery, Direction, Line


class Transcript(Protocol):
    """What was said, in order."""

    def add(
        self,
        organisation: str,
        conversation: str,
        *,
        direction: Direction,
        text: str,
        at: datetime,
        message: Message | None = None,
        attachments: tuple[Attachment, ...] = (),
        staff: str | None = None,
        answers: str | None = None,
        inbound: str | None = None,
        delivery: Delivery = "none",
        trace: Mapping[str, Any] | None = None,
    ) -> int:
        """Append a line and return its id."""
        ...

    def set_delivery(self, organisation: str, line: int, delivery: Delivery) -> None:
        """Note how sending went."""
        ...

    def unnamed(self, keys: Sequence[str]) -> Sequence[str]:
        """Return those files that nothing names: no line and no case of any organisation."""
        ...

    def blank(self, organisation: str, conversation: str, *, since: datetime, text: str) -> None:
        """Let what the person and the bot said since then be this text, without files, trace or question.

        So is the message that brought about what began then.
        """
        ...

    def blank_notes(self, organisation: str, conversation: str, *, text: str) -> Sequence[str]:
        """Let the notes of staff be this text, without files; return those that nothing names any more."""
        ...

    def get(self, organisation: str, line: int) -> Line | None:
        """One line."""
        ...

    def recent(self, organisation: str, conversation: str, *, limit: int) -> Sequence[Line]:
        """The newest lines of a conversation, newest first, notes included."""
        ...
