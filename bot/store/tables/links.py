"""One-time links to a page on which one question of a conversation is answered."""

from sqlalchemy import Column, Index, String, Table

from bot.store.columns import UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

secure_links = Table(
    "secure_links",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column(
        "token_hash", String(64), nullable=False, unique=True
    ),  # hex SHA-256: the token itself is not kept
    Column("question", String(128), nullable=False),  # run and step, see `bot.engine.by_link.question_of`
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index(None, "organisation_id", "conversation_id"),
)
