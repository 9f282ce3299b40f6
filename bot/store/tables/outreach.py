"""Who may be written to unasked; campaigns, and who hears of them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    literal_column,
)

from bot.store.columns import EncryptedText, PlainJSON, RowId, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

outreach_wishes = Table(
    "outreach_wishes",  # all that was ever said; one row a chat is the newest
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("agreed", Boolean, nullable=False),
    Column("method", String(12), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("newest", Boolean, nullable=False),
    Index(None, "organisation_id", "conversation_id", "at"),
)
IS_NEWEST = outreach_wishes.c.newest.is_(True)
Index(
    "uq_outreach_wishes_newest",
    outreach_wishes.c.organisation_id,
    outreach_wishes.c.conversation_id,
    unique=True,
    sqlite_where=IS_NEWEST,
    postgresql_where=IS_NEWEST,
)

outreach_offers = Table(
    "outreach_offers",  # chats in which it was offered, or the person said by themselves what they want
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

campaigns = Table(
    "outreach_campaigns",
    metadata,
    Column("id", String(32), primary_key=True),
    organisation(),
    Column("title", String(120), nullable=False),
    Column("state", String(12), nullable=False),
    Column("rules", PlainJSON, nullable=False),
    Column("texts", PlainJSON, nullable=False),
    Column("schedule", PlainJSON, nullable=False),
    Column("cap", Integer, nullable=False),
    Column("authors", PlainJSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("tested_at", UtcDateTime),
    Column("approved_by", ForeignKey("staff.id")),
    Column("approved_at", UtcDateTime),
    Column("next_at", UtcDateTime),
    Column("occasion", String(12), nullable=False),
    Column("begun_at", UtcDateTime),
    Column("cursor", String(32), nullable=False),
    Column("drawn", Boolean, nullable=False),
    Index(None, "organisation_id", "created_at"),
    Index(None, "state", "next_at"),
)

recipients = Table(
    "outreach_recipients",
    metadata,
    growing_id(),
    organisation(),
    Column("campaign_id", ForeignKey("outreach_campaigns.id"), nullable=False),
    Column("occasion", String(12), nullable=False),
    Column("who", String(64), nullable=False),  # the person over all their chats: hears once
    conversation(),
    Column("status", String(8), nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("why", EncryptedText("outreach_recipients.why"), nullable=False),
    Column("line_id", RowId),
    Column("queued_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("until", UtcDateTime),  # what the person does before then counts as its result
    UniqueConstraint("campaign_id", "occasion", "who"),
    Index(None, "organisation_id", "conversation_id"),
    Index(None, "line_id"),
)
IS_WAITING = recipients.c.status == literal_column("'waiting'")
Index(
    "ix_outreach_recipients_waiting",
    recipients.c.campaign_id, recipients.c.occasion, recipients.c.not_before,
    sqlite_where=IS_WAITING, postgresql_where=IS_WAITING,
)  # fmt: skip
IS_ON_ITS_WAY = recipients.c.status == literal_column("'queued'")
Index(
    "ix_outreach_recipients_queued",
    recipients.c.organisation_id, recipients.c.id,
    sqlite_where=IS_ON_ITS_WAY, postgresql_where=IS_ON_ITS_WAY,
)  # fmt: skip

outreach_testers = Table(
    "outreach_testers",  # the chat in which a member of staff looks at a message first
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    conversation(),
    Column("named_at", UtcDateTime, nullable=False),
)
