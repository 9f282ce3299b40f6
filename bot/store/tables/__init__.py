"""Every table of the database. `ORDER` lists them so that each comes after the tables it refers to."""

from sqlalchemy import Table

from bot.store.tables.base import metadata
from bot.store.tables.cases import case_numbers, case_steps, cases, flow_versions
from bot.store.tables.desk import staff_codes, staff_links, thread_lines, threads
from bot.store.tables.people import (
    audit,
    consents,
    installation,
    persons,
    sessions,
    staff,
    staff_roles,
    tries,
)
from bot.store.tables.queues import HAS_FAILED, IS_DEAD, IS_NEW, IS_QUEUED, inbox, outbox, timers
from bot.store.tables.talk import conversations, files, handoffs, lines, questions, ratings, reply_keys

ORDER: tuple[Table, ...] = tuple(metadata.sorted_tables)
WITHOUT_ORGANISATION = (staff, sessions, installation, staff_links, staff_codes)

__all__ = [
    "HAS_FAILED", "IS_DEAD", "IS_NEW", "IS_QUEUED", "ORDER",
    "WITHOUT_ORGANISATION", "audit", "case_numbers", "case_steps", "cases", "consents",
    "conversations", "files", "flow_versions", "handoffs", "inbox", "installation", "lines", "metadata",
    "outbox", "persons", "questions", "ratings", "reply_keys", "sessions", "staff", "staff_codes",
    "staff_links", "staff_roles", "thread_lines", "threads", "timers", "tries",
]  # fmt: skip
