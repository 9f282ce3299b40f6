"""All tables inside one transaction."""

from bot.ports.store import (
    Asked,
    Authored,
    Campaigns,
    Cases,
    Committee,
    Conversations,
    Copies,
    Drafts,
    DutyRecords,
    Editing,
    Flows,
    Grants,
    Handoffs,
    Improvements,
    Inbox,
    Interviews,
    Late,
    Letters,
    Lookers,
    Merges,
    Notices,
    Outbox,
    People,
    SecondSteps,
    SecureLinks,
    Shelf,
    StaffLinks,
    StaffRecords,
    Surveys,
    Teams,
    Threads,
    Timers,
    Transcript,
    Views,
    Ways,
    Wishes,
)
from bot.store.asked import AskedRows
from bot.store.authored import AuthoredRows
from bot.store.cases import CaseRows
from bot.store.committee import CommitteeRows
from bot.store.conversations import ConversationRows
from bot.store.drafts import DraftRows
from bot.store.duty import DutyRows
from bot.store.editing import EditingRows
from bot.store.flows import FlowRows
from bot.store.grants import GrantRows
from bot.store.handoffs import HandoffRows
from bot.store.improvements import ImprovementRows
from bot.store.inbox import InboxRows
from bot.store.interviews import InterviewRows
from bot.store.late import LateRows
from bot.store.letters import LetterRows
from bot.store.lookers import LookerRows
from bot.store.merges import MergeRows
from bot.store.notices import NoticeRows
from bot.store.outbox import OutboxRows
from bot.store.outreach import CampaignRows
from bot.store.people import PersonRows
from bot.store.repository import Session
from bot.store.second_steps import SecondStepRows
from bot.store.secure_links import SecureLinkRows
from bot.store.shelf import ShelfRows
from bot.store.staff import StaffRows
from bot.store.surveys import SurveyRows
from bot.store.teams import TeamRows
from bot.store.thread_copies import CopyRows
from bot.store.threads import StaffLinkRows, ThreadRows
from bot.store.timers import TimerRows
from bot.store.transcript import TranscriptRows
from bot.store.views import ViewRows
from bot.store.ways import WayRows
from bot.store.wishes import WishRows


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
        self.campaigns: Campaigns = CampaignRows(session)
        self.wishes: Wishes = WishRows(session)
        self.timers: Timers = TimerRows(session)
        self.cases: Cases = CaseRows(session)
        self.notices: Notices = NoticeRows(session)
        self.late: Late = LateRows(session)
        self.committee: Committee = CommitteeRows(session)
        self.interviews: Interviews = InterviewRows(session)
        self.grants: Grants = GrantRows(session)
        self.letters: Letters = LetterRows(session)
        self.people: People = PersonRows(session)
        self.merges: Merges = MergeRows(session)
        self.staff: StaffRecords = StaffRows(session)
        self.flows: Flows = FlowRows(session)
        self.authored: Authored = AuthoredRows(session)
        self.editing: Editing = EditingRows(session)
        self.threads: Threads = ThreadRows(session)
        self.copies: Copies = CopyRows(session)
        self.links: StaffLinks = StaffLinkRows(session)
        self.secure_links: SecureLinks = SecureLinkRows(session)
        self.second_steps: SecondSteps = SecondStepRows(session)
        self.asked: Asked = AskedRows(session)
        self.teams: Teams = TeamRows(session)
        self.drafts: Drafts = DraftRows(session)
        self.lookers: Lookers = LookerRows(session)
        self.duty: DutyRecords = DutyRows(session)
        self.views: Views = ViewRows(session)
        self.shelf: Shelf = ShelfRows(session)
        self.improvements: Improvements = ImprovementRows(session)
        self.surveys: Surveys = SurveyRows(session)
        self.ways: Ways = WayRows(session)

    def announce(self, topic: str) -> None:
        """Wake listeners of `topic` once the transaction is committed."""
        self.session.topics.append(topic)
