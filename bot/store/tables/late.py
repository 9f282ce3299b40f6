"""When a case is late in its stage, and who was told."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.columns import UtcDateTime
from bot.store.tables.base import metadata

case_alerts = Table(
    "case_alerts",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),  # of the next look
    Column("alerted_at", UtcDateTime),  # None = not late so far
    Column("times", Integer, nullable=False),
    Column("told_at", UtcDateTime),  # when the desk on a messaging platform was told last
)
IS_LATE = case_alerts.c.alerted_at.is_not(None)
Index(
    "ix_case_alerts_late", case_alerts.c.organisation_id, case_alerts.c.alerted_at,
    sqlite_where=IS_LATE, postgresql_where=IS_LATE,
)  # fmt: skip
