"""How people want to hear of their cases, and which chats they have tied together."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from bot.store.columns import UtcDateTime
from bot.store.tables.base import metadata

contact_ways = Table(
    "contact_ways",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("tie", String(32)),
    Column("way", String(8), nullable=False),
    Column("hours", String(12), nullable=False),
    Column("chosen_at", UtcDateTime),
    Index(None, "organisation_id", "tie"),
)
