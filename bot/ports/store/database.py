"""One database: transactions, readings, announcements."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.ports.store.asked import Asked
from bot.ports.store.authored import Authored
from bot.ports.store.cases import Cases
from bot.ports.store.committee import Committee
from bot.ports.store.conversations import Conversations
from bot.ports.store.drafts import Drafts
from bot.ports.store.duty import DutyRecords
from bot.ports.store.editing import Editing
from bot.ports.store.flows import Flows
from bot.ports.store.grants import Grants
from bot.ports.store.handoffs import Handoffs
from bot.ports.store.improvements import Improvements
from bot.ports.store.inbox import Inbox
from bot.ports.store.interviews import Interviews
from bot.ports.store.late import Late
from bot.ports.store.letters import Letters
from bot.ports.store.lookers import Lookers
from bot.ports.store.merges import Merges
from bot.ports.store.notices import Notices
from bot.ports.store.outbox import Outbox
from bot.ports.store.outreach import Campaigns, Wishes
from bot.ports.store.people import People
from bot.ports.store.reads import Reads
from bot.ports.store.second_steps import SecondSteps
from bot.ports.store.secure_links import SecureLinks
from bot.ports.store.shelf import Shelf
from bot.ports.store.staff import StaffRecords
from bot.ports.store.surveys import Surveys
from bot.ports.store.teams import Teams
from bot.ports.store.threads import Copies, StaffLinks, Threads
from bot.ports.store.timers import Timers
from bot.ports.store.transcript import Transcript
from bot.ports.store.views import Views
from bot.ports.store.ways import Ways

T = TypeVar("T")


class Transaction(Protocol):
    """All tables inside one transaction."""

    conversations: Conversations
    handoffs: Handoffs
    inbox: Inbox
    transcript: Transcript
    outbox: Outbox
    campaigns: Campaigns
    wishes: Wishes
    timers: Timers
    cases: Cases
    notices: Notices
    late: Late
    committee: Committee
    interviews: Interviews
    letters: Letters
    grants: Grants
    people: People
    merges: Merges
    staff: StaffRecords
    flows: Flows
    authored: Authored
    editing: Editing
    threads: Threads
    copies: Copies
    links: StaffLinks
    secure_links: SecureLinks
    second_steps: SecondSteps
    asked: Asked
    teams: Teams
    drafts: Drafts
    lookers: Lookers
    duty: DutyRecords
    views: Views
    shelf: Shelf
    surveys: Surveys
    ways: Ways
    improvements: Improvements

    def announce(self, topic: str) -> None:
        """Wake listeners of `topic` once the transaction is committed (see `Store.listen`)."""
        ...


class Listening(Protocol):
    """A subscription to announcements."""

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109 - a pause, not a deadline on work
        """Wait until one of the topics was announced (True) or the time is over (False)."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Store(Protocol):
    """One database."""

    @property
    def read(self) -> Reads:
        """Reading side."""
        ...

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a transaction; its exception rolls its own changes back and is raised here."""
        ...

    async def look(self, work: Callable[[Transaction], T]) -> T:
        """Run `work`, which only reads, as of one moment; it never waits behind who writes.

        What writes in it breaks: it is a bug of the program.
        """
        ...

    def listen(self, *topics: str) -> Listening:
        """Subscribe to announcements, such as `conversation:<id>`, `queue:<org>`, `outbox` and `content`."""
        ...

    async def close(self) -> None:
        """Finish what is being written and close."""
        ...
