"""Where staff see a chat on a messaging platform, and who of them is who; teams, questions, drafts, lists.

`staff_links`, `staff_codes` and `saved_views` carry no organisation: like the account that they belong to.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.store.columns import EncryptedJSON, EncryptedText, RowId, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

threads = Table(
    "threads",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("group_id", String(64), nullable=False),
    Column("number", RowId, nullable=False),
    Column("head", RowId, nullable=False),
    Column("shown", String(64), nullable=False),
    Column("cursor", RowId, nullable=False),
    Column("told_at", UtcDateTime),
    Column("escalated", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("erase", Boolean, nullable=False),
    Column("team", String(40)),
    UniqueConstraint("group_id", "number"),
    Index(None, "organisation_id", "closed"),
)

thread_lines = Table(
    "thread_lines",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("message", RowId, primary_key=True, autoincrement=False),
    Column("line_id", RowId, nullable=False),
    Column("delivery", String(8), nullable=False),
)

thread_copies = Table(  # messages of a thread that show lines of the transcript; no words are here
    "thread_copies",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("message", RowId, primary_key=True, autoincrement=False),
    Column("first_line", RowId, nullable=False),
    Column("last_line", RowId, nullable=False),
    Column("part", RowId, nullable=False),  # of several messages that show the same lines
    Column("is_file", Boolean, nullable=False),
    Column("stale", Boolean, nullable=False),
    Index(None, "organisation_id", "stale"),
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("user_id", String(64), nullable=False, unique=True),
    Column("linked_at", UtcDateTime, nullable=False),
)

staff_codes = Table(
    "staff_codes",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
)

staff_teams = Table(
    "staff_teams",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True, index=True),
    Column("team", String(40), primary_key=True),
)

asked_questions = Table(
    "asked_questions",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("case_id", ForeignKey("cases.id")),
    Column("flow", String(128), nullable=False),
    Column("version", String(128), nullable=False),
    Column("step", String(128), nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("status", String(16), nullable=False),
    Column("value", EncryptedJSON("asked_questions.value")),
    Column("settled_at", UtcDateTime),
    Index(None, "organisation_id", "conversation_id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("key", String(100), nullable=False),
    Column("text", EncryptedText("drafts.text"), nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
)

lookers = Table(  # who of staff has a chat open just now: a row for each screen, old ones count no more
    "lookers",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("screen", String(32), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("typed_at", UtcDateTime),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("address", String(400), nullable=False),
)
