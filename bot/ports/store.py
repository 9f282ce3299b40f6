"""How everything is kept.

Writing happens in `Store.write(work)`: `work` gets a `Transaction` and runs synchronously, all or nothing; on
SQLite in the one writer thread with group commit, on PostgreSQL on a connection of its own. Reading for
pages, reports and streams happens in `Store.read(query)` on a connection that never waits behind the writer.

Every method names the organisation, in its arguments or in the value it gets: no query is written without it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.messages import Address, Attachment, DangerKind, Inbound, Language, Message, Priority
from bot.ports.records import (
    Case,
    CaseStep,
    Conversation,
    Delivered,
    Delivery,
    Direction,
    Line,
    Person,
    Question,
    Received,
    Role,
    Session,
    ShownLine,
    Staff,
    Thread,
    Timer,
)

T = TypeVar("T")


class StoreError(Exception):
    """The database or the file store could not do what was asked; its message is for the administrator."""


class NotWritten(StoreError):
    """The commit failed (disk full, database gone): nothing of this unit of work was kept."""


class Conversations(Protocol):
    """Who talks where, the engine's state, and who holds the chat."""

    def open(self, address: Address, *, language: Language, now: datetime) -> Conversation:
        """Return the conversation of an address, made if it is new."""
        ...

    def lock(self, organisation: str, conversation: str) -> Conversation:
        """Read a conversation and keep others from writing it until the end. KeyError if unknown."""
        ...

    def keep_state(
        self, organisation: str, conversation: str, *, state: str, language: Language, topic: str | None
    ) -> None:
        """Write the engine's state."""
        ...

    def heard(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Note the time of the person's last message."""
        ...

    def put_waiting(
        self,
        organisation: str,
        conversation: str,
        *,
        reason: str,
        priority: Priority,
        danger: DangerKind | None,
        topic: str | None,
        now: datetime,
    ) -> bool:
        """Put on the waiting list, or raise the priority of one that waits. False if staff hold it."""
        ...

    def claim(self, organisation: str, conversation: str, *, staff: str, now: datetime) -> bool:
        """Give the chat to `staff` in one conditional update. False if another holds it."""
        ...

    def transfer(
        self, organisation: str, conversation: str, *, holder: str, to: str | None, now: datetime
    ) -> bool:
        """Pass the chat from its holder to a colleague, or back to the waiting list (`to` None)."""
        ...

    def give_back(self, organisation: str, conversation: str, *, now: datetime) -> bool:
        """Return the chat to the bot. False if the bot holds it already."""
        ...

    def set_priority(self, organisation: str, conversation: str, priority: Priority) -> None:
        """Change the priority."""
        ...

    def alerted(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Note when staff were last alerted about this waiting chat."""
        ...

    def forget(self, organisation: str, conversation: str) -> Sequence[str]:
        """Erase state, transcript texts and files' rows of a conversation (the person's wish).

        Also what was asked (`questions`), why it was rated so, arrivals and messages sent or on their way,
        and the tie to a person. The conversation itself, its consents and the stars of a rating stay.
        Returns the keys of files that no row names any more: remove them once this is committed.
        """
        ...


class Handoffs(Protocol):
    """History of hand-overs: one row each time a chat waits for staff, closed when it ends."""

    def begin(
        self,
        organisation: str,
        conversation: str,
        *,
        reason: str,
        priority: Priority,
        note: str,
        now: datetime,
    ) -> None:
        """Open a row unless one is open."""
        ...

    def claimed(self, organisation: str, conversation: str, *, staff: str, now: datetime) -> None:
        """Note the first claim of the open row."""
        ...

    def finish(self, organisation: str, conversation: str, *, outcome: str, now: datetime) -> None:
        """Close the open row with how it ended."""
        ...


class Inbox(Protocol):
    """Durable arrivals: unique per organisation, channel and external id."""

    def accept(self, inbound: Inbound, *, conversation: str) -> bool:
        """Keep an arrival. False if the same one is there already."""
        ...

    def take(self, organisation: str, inbox: str) -> Received | None:
        """Return an arrival that is still new (locked until the transaction ends), else None."""
        ...

    def pending(self, *, limit: int) -> Sequence[tuple[str, str, str]]:
        """Oldest new arrivals of all organisations: (organisation, conversation, inbox id)."""
        ...

    def done(self, organisation: str, inbox: str, *, at: datetime) -> None:
        """Mark as answered and drop its payload."""
        ...

    def failed(self, organisation: str, inbox: str, *, error: str, at: datetime) -> None:
        """Mark as given up, keeping the payload for staff."""
        ...


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

    def recent(self, organisation: str, conversation: str, *, limit: int) -> Sequence[Line]:
        """The newest lines of a conversation, newest first, notes included."""
        ...


class Outbox(Protocol):
    """Messages on their way."""

    def queue(
        self,
        conversation: str,
        *,
        address: Address,
        message: Message,
        line: int,
        staff: str | None,
        priority: int,
        not_before: datetime,
    ) -> int:
        """Queue one message and return its id."""
        ...

    def due(self, channel: str, *, now: datetime, limit: int) -> Sequence[Delivered]:
        """Messages to send now: per conversation in order, by priority; none before its elder sibling."""
        ...

    def next_due(self, channel: str) -> datetime | None:
        """When the next queued message may go."""
        ...

    def sent(self, organisation: str, outbox: int, *, external_id: str | None, at: datetime) -> None:
        """Record that a message went out."""
        ...

    def retry(self, organisation: str, outbox: int, *, not_before: datetime, error: str) -> None:
        """Count an attempt and wait."""
        ...

    def dead(self, organisation: str, outbox: int, *, error: str, at: datetime) -> None:
        """Give up: staff see it as a dead letter."""
        ...

    def withhold(self, organisation: str, outbox: int, *, reason: str, at: datetime) -> None:
        """Do not send: a person holds the chat, or the receiver opted out."""
        ...


class Timers(Protocol):
    """Things due later."""

    def set(self, organisation: str, conversation: str, *, name: str, due_at: datetime) -> None:
        """Set or replace the timer of that name."""
        ...

    def clear(self, organisation: str, conversation: str) -> None:
        """Remove all timers of a conversation."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Timer]:
        """Timers of all organisations that are due, oldest first."""
        ...

    def remove(self, organisation: str, timer: int) -> bool:
        """Remove one. False if it was gone: somebody else has run it."""
        ...


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
        """Append to the history."""
        ...

    def set_stage(self, organisation: str, case: str, *, stage: str, at: datetime) -> None:
        """Write the stage."""
        ...

    def set_pledge(self, organisation: str, case: str, *, pledge: Mapping[str, Any], at: datetime) -> None:
        """Write the pledge, e.g. once it has been read out before a witness."""
        ...

    def erase_answers(self, organisation: str, case: str, *, at: datetime) -> Sequence[str]:
        """Erase answers, files and pledge of a case, keeping reference, kind, stage and history.

        Returns the keys of files that no row names any more: remove them once this is committed.
        """
        ...


class People(Protocol):
    """Persons and what they agreed to."""

    def match_or_add(
        self,
        organisation: str,
        *,
        name: str | None,
        phone: str | None,
        national_id: str | None,
        iban: str | None,
        language: Language,
        now: datetime,
    ) -> str:
        """Return the person with this national ID, else with this phone, else a new one.

        What was not known is filled in; what is known stays, because nobody has checked who typed it.
        """
        ...

    def link(self, organisation: str, conversation: str, person: str) -> None:
        """Tie a conversation to a person."""
        ...

    def get(self, organisation: str, person: str) -> Person | None:
        """Read one."""
        ...

    def keep_consent(
        self, organisation: str, conversation: str, *, version: str, agreed: bool, at: datetime
    ) -> None:
        """Keep a yes or no to the privacy notice."""
        ...

    def keep_rating(
        self, organisation: str, conversation: str, *, stars: int, reason: str, at: datetime
    ) -> None:
        """Keep a rating."""
        ...

    def keep_question(self, question: Question) -> None:
        """Keep how a question was understood."""
        ...

    def count_try(
        self, organisation: str, conversation: str, *, what: str, since: datetime, now: datetime
    ) -> int:
        """Count a try (tracking, sign-in); return how many there were since, this one included."""
        ...

    def kept(self, organisation: str, conversation: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """All `consents`, `ratings` and `questions` of a conversation as JSON-able rows."""
        ...

    def erase(self, organisation: str, person: str) -> None:
        """Erase a person's identifying fields and links."""
        ...


class StaffRecords(Protocol):
    """Accounts, sign-in sessions, audit."""

    def add(self, staff: Staff) -> None:
        """Keep a new account. ValueError if the login is taken."""
        ...

    def by_login(self, login: str) -> Staff | None:
        """Find an account."""
        ...

    def get(self, staff: str) -> Staff | None:
        """Read an account."""
        ...

    def list(self) -> Sequence[Staff]:
        """All accounts."""
        ...

    def set_password(self, staff: str, *, password_hash: str, must_change: bool) -> None:
        """Write a password hash and end all sessions."""
        ...

    def set_role(self, staff: str, organisation: str, role: Role | None) -> None:
        """Give, change or take away a role."""
        ...

    def set_disabled(self, staff: str, *, disabled: bool) -> None:
        """Lock or unlock an account; locking ends its sessions."""
        ...

    def open_session(self, session: Session) -> None:
        """Keep a sign-in."""
        ...

    def session(self, token_hash: str, *, now: datetime) -> Staff | None:
        """The account of a live session."""
        ...

    def close_session(self, token_hash: str) -> None:
        """Sign out."""
        ...

    def audit(
        self,
        organisation: str,
        *,
        actor: str,
        action: str,
        subject: str,
        detail: Mapping[str, Any],
        at: datetime,
    ) -> None:
        """Append to the audit trail."""
        ...

    def reply_line(self, organisation: str, conversation: str, *, key: str) -> int:
        """The line kept under the idempotency key of a staff reply; 0 if there is none."""
        ...

    def keep_reply(self, organisation: str, conversation: str, *, key: str, line: int) -> int:
        """Keep the idempotency key of a staff reply; return the line kept first under it, 0 if none."""
        ...


class Flows(Protocol):
    """Versions of flows that somebody has begun."""

    def keep(self, organisation: str, *, flow: str, version: str, body: str) -> None:
        """Keep a version once."""
        ...

    def all(self, organisation: str) -> Mapping[str, str]:
        """Kept versions: hash → JSON."""
        ...


class Threads(Protocol):
    """Where staff see conversations on a messaging platform: one thread of a group each."""

    def keep(self, thread: Thread) -> None:
        """Keep a thread, or what has changed of it; `erase`, once set by `forget`, stays."""
        ...

    def get(self, organisation: str, conversation: str) -> Thread | None:
        """The thread of a conversation."""
        ...

    def find(self, group: int, number: int) -> Thread | None:
        """The thread at a place of the platform; it names its organisation."""
        ...

    def open(self, organisation: str) -> Sequence[Thread]:
        """Threads that are not closed, and those that must be erased."""
        ...

    def drop(self, organisation: str, conversation: str) -> None:
        """Forget a thread and its lines."""
        ...

    def keep_line(
        self, organisation: str, conversation: str, *, message: int, line: int, delivery: Delivery
    ) -> bool:
        """Note which transcript line a platform's message became. False if that was noted before."""
        ...

    def line_of(self, organisation: str, conversation: str, *, message: int) -> int:
        """The line of a platform's message; 0 if it is none."""
        ...

    def shown(self, organisation: str, conversation: str, *, message: int, delivery: Delivery) -> None:
        """Note what staff are shown of a line's delivery."""
        ...

    def written(self, organisation: str, conversation: str) -> Sequence[ShownLine]:
        """Lines that staff wrote on the platform."""
        ...


class StaffLinks(Protocol):
    """Who of staff is which user of a messaging platform; like accounts, links belong to the installation."""

    def issue(self, staff: str, *, code_hash: str, expires_at: datetime) -> None:
        """Keep a one-time code of an account in place of an older one."""
        ...

    def redeem(self, code_hash: str, *, user: str, now: datetime) -> Staff | None:
        """Tie the code's account to a platform's user and use the code up; None if it is not valid."""
        ...

    def staff_of(self, user: str) -> Staff | None:
        """The account of a platform's user."""
        ...

    def user_of(self, staff: str) -> str | None:
        """The platform's user of an account."""
        ...

    def unlink(self, staff: str) -> bool:
        """Untie an account. False if it was not tied."""
        ...


class Transaction(Protocol):
    """All tables inside one transaction."""

    conversations: Conversations
    handoffs: Handoffs
    inbox: Inbox
    transcript: Transcript
    outbox: Outbox
    timers: Timers
    cases: Cases
    people: People
    staff: StaffRecords
    flows: Flows
    threads: Threads
    links: StaffLinks

    def announce(self, topic: str) -> None:
        """Wake listeners of `topic` once the transaction is committed (see `Store.listen`)."""
        ...


class Reads(Protocol):
    """Questions that pages, commands and streams ask. Each is one or two queries."""

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

    async def waiting(
        self, organisations: Sequence[str], *, holder: str | None = None, limit: int = 200
    ) -> Sequence[Conversation]:
        """The waiting list by priority and age; with `holder` the chats that one holds."""
        ...

    async def held(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Conversation]:
        """Chats that any member of staff holds."""
        ...

    async def recent(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Conversation]:
        """All chats by last message."""
        ...

    async def cases(
        self, organisations: Sequence[str], *, kind: str | None = None, limit: int = 200
    ) -> Sequence[Case]:
        """Cases, newest first."""
        ...

    async def case(self, organisation: str, reference: str) -> Case | None:
        """One case by reference."""
        ...

    async def case_steps(self, organisation: str, case: str) -> Sequence[CaseStep]:
        """The history of a case."""
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

    async def staff_names(self) -> Mapping[str, str]:
        """Staff id → name."""
        ...

    async def counts(self) -> Mapping[str, int]:
        """Rows waiting in inbox, outbox and waiting list, for health and metrics."""
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

    def listen(self, *topics: str) -> Listening:
        """Subscribe to announcements, such as `conversation:<id>`, `queue:<organisation>` and `outbox`."""
        ...

    async def close(self) -> None:
        """Finish what is being written and close."""
        ...


class FileStore(Protocol):
    """Bytes of attachments: content-addressed and encrypted, written before the row that names them."""

    async def put(self, data: bytes, *, name: str, declared: str | None = None) -> Attachment:
        """Store and return the attachment; its type is read from the content. Same bytes, same key."""
        ...

    async def get(self, key: str) -> bytes:
        """Return the plain bytes. KeyError if there are none."""
        ...

    async def remove(self, key: str) -> None:
        """Erase."""
        ...
