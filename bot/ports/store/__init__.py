"""How everything is kept.

Writing happens in `Store.write(work)`: `work` gets a `Transaction` and runs synchronously, all or nothing; on
SQLite in the one writer thread with group commit, on PostgreSQL on a connection of its own. Reading for
pages, reports and streams happens in `Store.read(query)` on a connection that never waits behind the writer.

Every method names the organisation, in its arguments or in the value it gets: no query is written without it.
"""

from bot.ports.store.asked import Asked
from bot.ports.store.authored import Authored, Usage
from bot.ports.store.cases import Cases
from bot.ports.store.chat_lists import Only
from bot.ports.store.committee import Committee
from bot.ports.store.conversations import Conversations
from bot.ports.store.database import Listening, Store, Transaction
from bot.ports.store.drafts import Drafts
from bot.ports.store.duty import DutyRecords
from bot.ports.store.editing import Editing
from bot.ports.store.errors import NotWritten, StoreError
from bot.ports.store.figures import Count, Figures, Span, Standing, Stars, Took
from bot.ports.store.files import FileStore
from bot.ports.store.flows import Flows
from bot.ports.store.grants import Grants
from bot.ports.store.handoffs import Handoffs
from bot.ports.store.improvements import Improvements
from bot.ports.store.inbox import Inbox
from bot.ports.store.interviews import Interviews
from bot.ports.store.late import Late
from bot.ports.store.letters import Letters
from bot.ports.store.lookers import Looker, Lookers
from bot.ports.store.merges import Merges
from bot.ports.store.notices import Notices
from bot.ports.store.outbox import Outbox
from bot.ports.store.outreach import Campaigns, OutreachReads, Wishes
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

__all__ = [
    "Asked",
    "Authored",
    "Campaigns",
    "Cases",
    "Committee",
    "Conversations",
    "Copies",
    "Count",
    "Drafts",
    "DutyRecords",
    "Editing",
    "Figures",
    "FileStore",
    "Flows",
    "Grants",
    "Handoffs",
    "Improvements",
    "Inbox",
    "Interviews",
    "Late",
    "Letters",
    "Listening",
    "Looker",
    "Lookers",
    "Merges",
    "NotWritten",
    "Notices",
    "Only",
    "Outbox",
    "OutreachReads",
    "People",
    "Reads",
    "SecondSteps",
    "SecureLinks",
    "Shelf",
    "Span",
    "StaffLinks",
    "StaffRecords",
    "Standing",
    "Stars",
    "Store",
    "StoreError",
    "Surveys",
    "Teams",
    "Threads",
    "Timers",
    "Took",
    "Transaction",
    "Transcript",
    "Usage",
    "Views",
    "Ways",
    "Wishes",
]
