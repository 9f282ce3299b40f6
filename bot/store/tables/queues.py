"""What waits: arrivals, messages on their way, timers."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from bot.store.columns import EncryptedText, RowId, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

inbox = Table(
    "inbox",
    metadata,
    Column("seq", RowId, primary_key=True, autoincrement=True),  # order of arrival
    Column("id", String(64), nullable=False, unique=True),
    organisation(),
    Column("channel", String(32), nullable=False),
    Column("external_id", String(256), nullable=False),
    conversation(),
    Column("payload", EncryptedText("inbox.payload")),  # gone once answered
    Column("status", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("received_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    UniqueConstraint("organisation_id", "channel", "external_id"),
)
# Written out as constants: neither database uses a partial index for a status that is a parameter.
IS_NEW = inbox.c.status == literal_column("'new'")
Index("ix_inbox_new", inbox.c.conversation_id, inbox.c.seq, sqlite_where=IS_NEW, postgresql_where=IS_NEW)
Index("ix_inbox_arrived", inbox.c.seq, sqlite_where=IS_NEW, postgresql_where=IS_NEW)
HAS_FAILED = inbox.c.status == literal_column("'failed'")
Index(
    "ix_inbox_failed",
    inbox.c.organisation_id,
    inbox.c.seq,
    sqlite_where=HAS_FAILED,
    postgresql_where=HAS_FAILED,
)

outbox = Table(
    "outbox",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("channel", String(32), nullable=False),
    Column("user_id", String(256), nullable=False),
    Column("payload", EncryptedText("outbox.payload")),  # gone once sent: the transcript has it
    Column("line_id", ForeignKey("lines.id"), nullable=False),
    Column("staff_id", ForeignKey("staff.id")),
    Column("priority", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("status", String(8), nullable=False),
    Column("external_id", String(256)),
    Column("error", Text),
    Column("finished_at", UtcDateTime),
    Column("taken_by", String(32)),  # the process that is sending it
    Column("taken_until", UtcDateTime),  # after that it is anybody's again
)
Index("ix_outbox_line_id", outbox.c.line_id)  # how a notice on its way went
IS_QUEUED = outbox.c.status == literal_column("'queued'")
Index(
    "ix_outbox_queued", outbox.c.channel, outbox.c.conversation_id, outbox.c.id,
    sqlite_where=IS_QUEUED, postgresql_where=IS_QUEUED,
)  # fmt: skip
IS_DEAD = outbox.c.status == literal_column("'dead'")
Index("ix_outbox_dead", outbox.c.organisation_id, outbox.c.id, sqlite_where=IS_DEAD, postgresql_where=IS_DEAD)

timers = Table(
    "timers",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("name", String(64), nullable=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("organisation_id", "conversation_id", "name"),
    sqlite_autoincrement=True,  # removing a timer by id must never meet a younger one
)
