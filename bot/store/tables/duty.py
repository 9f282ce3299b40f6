"""Who works when, and who is away."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables.base import growing_id, metadata, organisation

duty_shifts = Table(
    "duty_shifts",
    metadata,
    growing_id(),
    organisation(),
    Column("team", String(40), nullable=False),  # empty = for all chats
    Column("day", String(3), nullable=False),  # sun … sat
    Column("opens", Integer, nullable=False),  # minutes since midnight, local
    Column("closes", Integer, nullable=False),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Index(None, "organisation_id", "day"),
)

absences = Table(
    "absences",
    metadata,
    growing_id(),
    organisation(),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("first", String(10), nullable=False),  # local days, ISO
    Column("last", String(10), nullable=False),
    Column("cover_id", ForeignKey("staff.id")),  # who stands in; None = nobody
    Index(None, "organisation_id", "last"),
)
