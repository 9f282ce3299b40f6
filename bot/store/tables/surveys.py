"""What people say of a service that they had. Who served them is kept nowhere here."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.columns import EncryptedText, PlainJSON, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

surveys = Table(
    "surveys",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("case_id", ForeignKey("cases.id")),
    Column("about", String(8), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("topic", String(128)),
    Column("status", String(8), nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("stars", Integer),
    Column("reasons", PlainJSON, nullable=False),
    Column("words", EncryptedText("surveys.words"), nullable=False),
    Index(None, "organisation_id", "conversation_id"),
    Index(None, "organisation_id", "answered_at"),
    Index(None, "organisation_id", "planned_at"),
    Index(None, "status", "not_before"),
)
