"""Every table of the database. `ORDER` lists them so that each comes after the tables it refers to."""

from sqlalchemy import Table

from bot.store.tables.authored import content_versions, open_files
from bot.store.tables.base import metadata
from bot.store.tables.cases import case_numbers, case_steps, cases, flow_versions
from bot.store.tables.committee import (
    IS_UNSEEN,
    case_notices,
    committee_items,
    committee_sessions,
    urgent_replies,
)
from bot.store.tables.desk import (
    asked_questions,
    drafts,
    lookers,
    saved_views,
    staff_codes,
    staff_links,
    staff_teams,
    thread_copies,
    thread_lines,
    threads,
)
from bot.store.tables.duty import absences, duty_shifts
from bot.store.tables.grants import grants
from bot.store.tables.improvements import improvements
from bot.store.tables.interviews import interview_times
from bot.store.tables.late import IS_LATE, case_alerts
from bot.store.tables.letters import letter_numbers, letters
from bot.store.tables.links import secure_links
from bot.store.tables.outreach import (
    IS_NEWEST,
    IS_ON_ITS_WAY,
    IS_WAITING,
    campaigns,
    outreach_offers,
    outreach_testers,
    outreach_wishes,
    recipients,
)
from bot.store.tables.people import (
    audit,
    consents,
    installation,
    merges,
    name_parts,
    persons,
    recovery_codes,
    second_steps,
    sessions,
    staff,
    staff_roles,
    tries,
)
from bot.store.tables.queues import HAS_FAILED, IS_DEAD, IS_NEW, IS_QUEUED, inbox, outbox, timers
from bot.store.tables.shelf import shelf_versions
from bot.store.tables.surveys import HAS_WORDS, surveys
from bot.store.tables.talk import (
    IS_PRESS,
    conversations,
    files,
    handoffs,
    lines,
    questions,
    ratings,
    reply_keys,
)
from bot.store.tables.ways import contact_ways

ORDER: tuple[Table, ...] = tuple(metadata.sorted_tables)
WITHOUT_ORGANISATION = (
    staff, sessions, second_steps, recovery_codes, installation, staff_links, staff_codes, saved_views,
)  # fmt: skip

__all__ = [
    "HAS_FAILED", "HAS_WORDS", "IS_DEAD", "IS_LATE", "IS_NEW", "IS_NEWEST", "IS_ON_ITS_WAY", "IS_PRESS",
    "IS_QUEUED", "IS_UNSEEN", "IS_WAITING", "ORDER", "WITHOUT_ORGANISATION", "absences", "asked_questions",
    "audit", "campaigns", "case_alerts", "case_notices", "case_numbers", "case_steps", "cases",
    "committee_items", "committee_sessions", "consents", "contact_ways", "content_versions",
    "conversations", "drafts", "duty_shifts", "files", "flow_versions", "grants", "handoffs",
    "improvements", "inbox", "installation", "interview_times", "letter_numbers", "letters", "lines",
    "lookers", "merges", "metadata", "name_parts", "open_files", "outbox", "outreach_offers",
    "outreach_testers", "outreach_wishes", "persons", "questions", "ratings", "recipients",
    "recovery_codes", "reply_keys", "saved_views", "second_steps", "secure_links", "sessions",
    "shelf_versions", "staff", "staff_codes", "staff_links", "staff_roles", "staff_teams", "surveys",
    "thread_copies", "thread_lines", "threads", "timers", "tries", "urgent_replies",
]  # fmt: skip
