"""Notices of a case to its person; the sessions of the committee and what stands on their agenda."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    literal_column,
)

from bot.store.columns import EncryptedJSON, EncryptedText, PlainJSON, RowId, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

case_notices = Table(
    "case_notices",
    metadata,
    growing_id(),
    organisation(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    conversation(nullable=True),
    Column("step", String(64), nullable=False),
    Column("fields", EncryptedJSON("case_notices.fields"), nullable=False),
    Column("status", String(8), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("line_id", RowId, ForeignKey("lines.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("opened_at", UtcDateTime),
    Column("tried", PlainJSON, nullable=False, server_default="[]"),
    Column("unseen_until", UtcDateTime),  # then it goes the next way; None = seen, or not shown by a page
    Index(None, "organisation_id", "case_id"),
    Index(None, "status", "not_before"),
)

_IS_CALL = case_notices.c.status == literal_column("'call'")
Index(
    "ix_case_notices_call", case_notices.c.organisation_id, case_notices.c.id,
    sqlite_where=_IS_CALL, postgresql_where=_IS_CALL,
)  # fmt: skip

IS_UNSEEN = case_notices.c.unseen_until.is_not(None)
Index(
    "ix_case_notices_unseen", case_notices.c.organisation_id, case_notices.c.line_id,
    sqlite_where=IS_UNSEEN, postgresql_where=IS_UNSEEN,
)  # fmt: skip

committee_sessions = Table(
    "committee_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    organisation(),
    Column("number", Integer, nullable=False),
    Column("held_at", UtcDateTime, nullable=False),
    Column("place", EncryptedText("committee_sessions.place"), nullable=False),
    Column("attendance", EncryptedJSON("committee_sessions.attendance"), nullable=False),
    Column("minutes", EncryptedText("committee_sessions.minutes"), nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("organisation_id", "number"),
    Index(None, "organisation_id", "held_at"),
)

committee_items = Table(
    "committee_items",
    metadata,
    organisation(),
    Column("session_id", ForeignKey("committee_sessions.id"), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("conflicts", EncryptedJSON("committee_items.conflicts"), nullable=False),
    Column("decision", String(64)),
    Column("decided_at", UtcDateTime),
    Index(None, "organisation_id", "case_id"),
)

urgent_replies = Table(
    "urgent_replies",
    metadata,
    growing_id(),
    organisation(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("step", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("session_id", ForeignKey("committee_sessions.id")),
    Column("confirmed_at", UtcDateTime),
    Index(None, "organisation_id", "session_id"),
)
