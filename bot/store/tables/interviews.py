"""Times that staff offer for interviews, and which case has taken each."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.store.columns import EncryptedText, UtcDateTime
from bot.store.tables.base import growing_id, metadata, organisation

interview_times = Table(
    "interview_times",
    metadata,
    growing_id(),
    organisation(),
    Column("staff", String(64), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("place", EncryptedText("interview_times.place"), nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("case_id", ForeignKey("cases.id")),
    Column("taken_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
    Column("purpose", String(12), nullable=False, server_default="interview"),
    Column("confirmed_at", UtcDateTime),
    UniqueConstraint("organisation_id", "staff", "starts_at"),
    Index(None, "organisation_id", "starts_at"),
    Index(None, "organisation_id", "case_id"),
    Index(None, "starts_at"),
)
