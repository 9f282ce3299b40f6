"""Documents that an organisation keeps at hand: every change is a row of its own, the newest is in force."""

from sqlalchemy import Column, Index, String, Table, Text

from bot.store.columns import PlainJSON, UtcDateTime
from bot.store.tables.base import growing_id, metadata, organisation

shelf_versions = Table(
    "shelf_versions",
    metadata,
    growing_id(),
    organisation(),
    Column("document", String(60), nullable=False),
    Column("title", PlainJSON, nullable=False),  # language → words
    Column("audience", String(16), nullable=False),
    Column("attachment", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "organisation_id", "document", "id"),
)
