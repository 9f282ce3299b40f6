"""Letters that came in: numbered by organisation and year."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from bot.store.columns import UtcDateTime
from bot.store.tables.base import metadata

letter_numbers = Table(
    "letter_numbers",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)

letters = Table(
    "letters",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
