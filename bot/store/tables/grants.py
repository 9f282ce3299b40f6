"""Who acts for whom: verified by staff, for a while, until revoked."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from bot.store.columns import EncryptedText, UtcDateTime
from bot.store.tables.base import conversation, metadata, organisation

grants = Table(
    "grants",
    metadata,
    Column("id", String(64), primary_key=True),
    organisation(),
    Column("request_id", ForeignKey("cases.id"), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    conversation(nullable=True),
    Column("capacity", String(16), nullable=False),
    Column("scope", String(64), nullable=False),
    Column("document", EncryptedText("grants.document"), nullable=False),
    Column("verified_by", String(64), nullable=False),
    Column("verified_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String(64)),
    Index(None, "organisation_id", "case_id"),
    Index(None, "organisation_id", "conversation_id"),
    Index(None, "organisation_id", "request_id"),
)
