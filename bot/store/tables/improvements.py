"""What is to be improved, and what was done about it."""

from sqlalchemy import Column, Index, String, Table, Text

from bot.store.columns import PlainJSON, UtcDateTime
from bot.store.tables.base import growing_id, metadata, organisation

improvements = Table(
    "improvements",
    metadata,
    growing_id(),
    organisation(),
    Column("source", String(16), nullable=False),
    Column("origin", String(128), nullable=False),
    Column("finding", Text, nullable=False),
    Column("department", String(120), nullable=False),
    Column("owner", String(120), nullable=False),
    Column("due", String(10)),
    Column("done", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("said", PlainJSON, nullable=False),
    Column("did", PlainJSON, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    Index(None, "organisation_id", "published_at"),
)
