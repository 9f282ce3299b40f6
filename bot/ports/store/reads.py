"""What pages, commands and streams ask."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.messages import Address
from bot.ports.records import (
    Absence,
    AgendaItem,
    Case,
    CaseStep,
    CommitteeSession,
    Conversation,
    Delivered,
    Grant,
    Improvement,
    InterviewTime,
    Line,
    Notice,
    Overdue,
    Question,
    Received,
    Shift,
    Staff,
    Survey,
)
from bot.ports.store.auditing import AuditReads
from bot.ports.store.authored import Usage
from bot.ports.store.chat_lists import EVERY, ChatLists, Only
from bot.ports.store.figures import Figures
from bot.ports.store.outreach import OutreachReads
from bot.ports.store.shelf import ShelfVersion


class Reads(AuditReads, ChatLists, OutreachReads, Protocol):
    """Questions that pages, commands and streams ask. Each is one or two queries.

    Where staff ask about chats and cases, an organisation may be a branch of it (see `bot.ports.places`).
    """

    @property
    def usage(self) -> Usage:
        """How people use the content."""
        ...

    @property
    def figures(self) -> Figures:
        """Figures of a span of time."""
        ...

    async def conversation(self, organisation: str, conversation: str) -> Conversation | None:
        """Read one conversation."""
        ...

    async def find_conversation(self, conversation: str) -> Conversation | None:
        """Read one by its id alone (commands)."""
        ...

    async def by_address(self, address: Address) -> Conversation | None:
        """The conversation of an address, if any."""
        ...

    async def lines(
        self, organisation: str, conversation: str, *, after: int = 0, limit: int = 500
    ) -> Sequence[Line]:
        """Transcript lines after an id, oldest first; notes too: leave them out towards the person."""
        ...

    async def newest_lines(
        self, organisation: str, conversations: Sequence[str], *, before: int | None = None, limit: int = 100
    ) -> Sequence[Line]:
        """The newest lines of several conversations (before the id `before`), oldest first."""
        ...

    async def last_said(self, chats: Sequence[Conversation]) -> Mapping[str, Line]:
        """Conversation → what the person or staff wrote last; where only the bot wrote, its last line.

        A chat without lines is not in it.
        """
        ...

    async def of_person(self, organisation: str, person: str, *, limit: int = 20) -> Sequence[Conversation]:
        """A person's conversations on all channels, where they wrote last first."""
        ...

    async def search(
        self, organisations: Sequence[str], query: str, *, only: Only = EVERY
    ) -> Sequence[Conversation]:
        """Chats by words of one line, a person's name, a case's reference or their code; newest first.

        `only` narrows before the list is cut off.
        """
        ...

    async def shelf(self, organisation: str) -> Sequence[ShelfVersion]:
        """Documents of an organisation as they are now, withdrawn ones too; newest first."""
        ...

    async def cases(
        self,
        organisations: Sequence[str],
        *,
        kind: str | None = None,
        stages: Sequence[str] | None = None,
        late: Mapping[str, Sequence[Overdue]] | None = None,
        longest: bool = False,
        to_call: bool = False,
        query: str = "",
        older: str = "",
        limit: int = 200,
    ) -> Sequence[Case]:
        """Cases, newest first, or those first that have been longest in their stage.

        `late`: only those that are late, by organisation; `to_call`: only those with news that reached
        nobody; `query`: a reference or its beginning, a phone number, or how words of a name begin;
        `older`: id of the case behind which the list goes on.
        """
        ...

    async def case_counts(self, organisations: Sequence[str]) -> Mapping[tuple[str, str], int]:
        """Kind and stage → how many cases."""
        ...

    async def late_cases(self, organisations: Sequence[str]) -> int:
        """How many cases supervisors were told of because they are late."""
        ...

    async def cases_to_call(self, organisations: Sequence[str]) -> int:
        """How many cases have people whom staff are to call."""
        ...

    async def unseen_notices(self, organisation: str, lines: Sequence[int]) -> Sequence[int]:
        """Which of these lines are notices that no page has shown yet."""
        ...

    async def case_notices(self, organisation: str, case: str) -> Sequence[Notice]:
        """What a case had and has to tell its person, oldest first."""
        ...

    async def interview_times(
        self, organisations: Sequence[str], *, after: datetime, before: datetime
    ) -> Sequence[InterviewTime]:
        """Times for interviews that begin between two instants (the second excluded), free and taken."""
        ...

    async def times_of_case(self, organisation: str, case: str) -> Sequence[InterviewTime]:
        """The times that a case has taken, oldest first."""
        ...

    async def grants_of_case(self, organisation: str, case: str) -> Sequence[Grant]:
        """List everybody who acts or acted for a case's person, oldest first."""
        ...

    async def case_by_id(self, organisation: str, case: str) -> Case | None:
        """One case by its id."""
        ...

    async def calls(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Notice]:
        """Notices that reached nobody: their people are to be called, oldest first."""
        ...

    async def surveys_to_ask(
        self, organisations: Sequence[str], *, channels: Sequence[str], limit: int = 100
    ) -> Sequence[Survey]:
        """Surveys asked on these channels that nobody has answered yet, newest first."""
        ...

    async def case_numbers(self, organisation: str) -> Mapping[int, int]:
        """Year → the last number that was given to a case."""
        ...

    async def case_references(self, organisation: str) -> Sequence[str]:
        """The references of all cases."""
        ...

    async def case(self, organisation: str, reference: str) -> Case | None:
        """One case by reference."""
        ...

    async def cases_of_chat(self, organisation: str, conversation: str) -> Sequence[Case]:
        """The cases of a chat or its person, newest first, as far as the organisation or branch has them."""
        ...

    async def case_steps(self, organisation: str, case: str) -> Sequence[CaseStep]:
        """The history of a case."""
        ...

    async def case_chain(self, organisation: str, case: str) -> str | None:
        """The sealed head of a case's history (see bot/cases/chain.py)."""
        ...

    async def committee_sessions(
        self, organisations: Sequence[str], *, limit: int = 100
    ) -> Sequence[CommitteeSession]:
        """Sessions of the committee, newest first."""
        ...

    async def committee_session(self, organisation: str, session: str) -> CommitteeSession | None:
        """One session."""
        ...

    async def agenda(self, organisation: str, session: str) -> Sequence[AgendaItem]:
        """The agenda of a session, in order."""
        ...

    async def dead_letters(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Delivered]:
        """Messages that could not be sent."""
        ...

    async def failed_arrivals(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Received]:
        """Messages on which the engine broke."""
        ...

    async def questions(self, organisation: str, *, since: datetime, limit: int = 1000) -> Sequence[Question]:
        """Questions asked."""
        ...

    async def signed_in(self, token_hash: str, *, now: datetime) -> tuple[Staff, datetime | None] | None:
        """The account of a live session, and when the session was used last."""

    async def improvements(
        self, organisations: Sequence[str], *, published: bool = False, limit: int = 300
    ) -> Sequence[Improvement]:
        """The improvement register, newest first; `published`: only what people may read."""
        ...

    async def shifts(self, organisation: str) -> Sequence[Shift]:
        """All shifts of the duty roster, in the order of team and hour."""
        ...

    async def absences(self, organisation: str, *, since: date) -> Sequence[Absence]:
        """Absences that end on that day or later, the first to begin first."""
        ...

    async def staff_names(self) -> Mapping[str, str]:
        """Staff id → name."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """Rows waiting in inbox, outbox and waiting list, for health and metrics."""
        ...
