"""What people say of a service that they had."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import Conversation, Survey, SurveyAbout, SurveyFacts, SurveyStatus


class Surveys(Protocol):
    """Surveys after a case or a chat: planned, asked once, answered in part or whole."""

    def plan(
        self,
        conversation: Conversation,
        *,
        about: SurveyAbout,
        topic: str | None,
        now: datetime,
        case: str | None = None,
    ) -> None:
        """Ask about this when the time has come; where the same waits already, nothing is added."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Survey]:
        """Planned ones of all organisations whose time has come, oldest first."""
        ...

    def get(self, organisation: str, survey: int) -> Survey | None:
        """Read one."""
        ...

    def facts(
        self,
        conversation: Conversation,
        *,
        refusals: Collection[str],
        danger_since: datetime,
        since: datetime,
    ) -> SurveyFacts:
        """What speaks against asking a person: `refusals` are steps of cases, `since` counts invitations."""
        ...

    def postpone(self, organisation: str, survey: int, *, until: datetime) -> None:
        """Look at it again at `until`."""
        ...

    def set_status(self, organisation: str, survey: int, status: SurveyStatus, *, at: datetime) -> None:
        """Write how it stands; `asked` keeps the time."""
        ...

    def open(self, organisation: str, conversation: str, *, since: datetime) -> Survey | None:
        """The newest one asked since then that is not finished."""
        ...

    def answer(
        self,
        organisation: str,
        survey: int,
        *,
        stars: int | None,
        reasons: Sequence[str],
        words: str,
        status: SurveyStatus,
        at: datetime,
    ) -> None:
        """Keep what was answered so far."""
        ...

    def served(self, organisation: str, conversation: str, *, since: datetime) -> bool:
        """Whether staff have written to the person since then."""
        ...
