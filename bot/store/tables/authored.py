"""What authors published."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from bot.store.columns import PlainJSON, UtcDateTime
from bot.store.tables.base import growing_id, metadata, organisation

content_versions = Table(
    "content_versions",
    metadata,
    growing_id(),
    organisation(),
    Column("file", String(200), nullable=False),
    Column("text", Text),
    Column("digest", String(64), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("why", Text, nullable=False),
    Column("note", PlainJSON),
    Column("batch", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "organisation_id", "file", "id"),
)

open_files = Table(  # who writes at which file just now
    "open_files",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("file", String(200), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("opened_at", UtcDateTime, nullable=False),
)
