"""Where staff see a chat on a messaging platform, and who of staff is who there.

`staff_links` and `staff_codes` carry no organisation: like the account that they belong to.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.store.columns import RowId, UtcDateTime
from bot.store.tables.base import metadata

threads = Table(
    "threads",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("group_id", String(64), nullable=False),
    Column("number", RowId, nullable=False),
    Column("head", RowId, nullable=False),
    Column("shown", String(64), nullable=False),
    Column("cursor", RowId, nullable=False),
    Column("told_at", UtcDateTime),
    Column("escalated", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("erase", Boolean, nullable=False),
    UniqueConstraint("group_id", "number"),
    Index(None, "organisation_id", "closed"),
)

thread_lines = Table(
    "thread_lines",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("message", RowId, primary_key=True, autoincrement=False),
    Column("line_id", RowId, nullable=False),
    Column("delivery", String(8), nullable=False),
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("user_id", String(64), nullable=False, unique=True),
    Column("linked_at", UtcDateTime, nullable=False),
)

staff_codes = Table(
    "staff_codes",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
)
