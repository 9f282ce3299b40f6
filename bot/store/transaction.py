"""All tables inside one transaction."""

from bot.ports.store import (
    Cases,
    Conversations,
    Flows,
    Handoffs,
    Inbox,
    Outbox,
    People,
    StaffLinks,
    StaffRecords,
    Threads,
    Timers,
    Transcript,
)
from bot.store.cases import CaseRows
from bot.store.conversations import ConversationRows
from bot.store.flows import FlowRows
from bot.store.handoffs import HandoffRows
from bot.store.inbox import InboxRows
from bot.store.outbox import OutboxRows
from bot.store.people import PersonRows
from bot.store.repository import Session
from bot.store.staff import StaffRows
from bot.store.threads import StaffLinkRows, ThreadRows
from bot.store.timers import TimerRows
from bot.store.transcript import TranscriptRows


class CoreTransaction:
    """`bot.ports.store.Transaction` with SQLAlchemy Core statements, the same on every database."""

    def __init__(self, session: Session) -> None:
        """Work inside a session."""
        self.session = session
        self.conversations: Conversations = ConversationRows(session)
        self.handoffs: Handoffs = HandoffRows(session)
        self.inbox: Inbox = InboxRows(session)
        self.transcript: Transcript = TranscriptRows(session)
        self.outbox: Outbox = OutboxRows(session)
        self.timers: Timers = TimerRows(session)
        self.cases: Cases = CaseRows(session)
        self.people: People = PersonRows(session)
        self.staff: StaffRecords = StaffRows(session)
        self.flows: Flows = FlowRows(session)
        self.threads: Threads = ThreadRows(session)
        self.links: StaffLinks = StaffLinkRows(session)

    def announce(self, topic: str) -> None:
        """Wake listeners of `topic` once the transaction is committed."""
        self.session.topics.append(topic)
