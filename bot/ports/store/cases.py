"""Cases and their steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.messages import Attachment
from bot.ports.records import Case, CaseStep


class Cases(Protocol):
    """Submitted requests."""

    def next_number(self, organisation: str, *, year: int) -> int:
        """Count up the organisation's case number of a year, from 1, without gaps or doubles."""
        ...

    def open(self, case: Case) -> None:
        """Keep a new case."""
        ...

    def find(self, organisation: str, reference: str) -> Case | None:
        """Find by reference."""
        ...

    def get(self, organisation: str, case: str) -> Case | None:
        """Read one by its id."""
        ...

    def lock(self, organisation: str, reference: str) -> Case | None:
        """Find by reference and keep others from writing it until the end."""
        ...

    def steps(self, organisation: str, case: str) -> Sequence[CaseStep]:
        """The history of a case, oldest first."""
        ...

    def of_conversation(self, organisation: str, conversation: str) -> Sequence[Case]:
        """Cases opened from a conversation or by its person, newest first."""
        ...

    def add_step(
        self,
        organisation: str,
        case: str,
        *,
        at: datetime,
        actor: str,
        action: str,
        detail: Mapping[str, Any],
    ) -> None:
        """Append to the history, bound to the step before it. KeyError if there is no such case."""
        ...

    def set_stage(self, organisation: str, case: str, *, stage: str, at: datetime) -> None:
        """Write the stage, and that it stands there since `at`."""
        ...

    def set_answers(
        self,
        organisation: str,
        case: str,
        *,
        answers: Mapping[str, Any],
        attachments: tuple[Attachment, ...],
        at: datetime,
    ) -> None:
        """Write answers that the person has completed; `attachments` are all files of the case."""
        ...

    def set_pledge(self, organisation: str, case: str, *, pledge: Mapping[str, Any], at: datetime) -> None:
        """Write the pledge, e.g. once it has been read out before a witness."""
        ...

    def erase_answers(self, organisation: str, case: str, *, at: datetime) -> Sequence[str]:
        """Erase answers, files and pledge of a case, keeping reference, kind, stage and history.

        Returns the keys of files that no row names any more: remove them once this is committed.
        """
        ...
