"""What people say of a service that they had. Who served them is kept nowhere here."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, false

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
    Column("said", Boolean, nullable=False, server_default=false()),  # whether there are words
    Index(None, "organisation_id", "conversation_id"),
    Index(  # all that a report counts, without a look at the rows
        "ix_surveys_counted",
        "organisation_id",
        "answered_at",
        "stars",
        "channel",
        "topic",
        "about",
        "reasons",
    ),
    Index(None, "organisation_id", "asked_at"),
    Index(None, "organisation_id", "planned_at"),
    Index(None, "status", "not_before"),
)
HAS_WORDS = surveys.c.said.is_(True)
Index(
    "ix_surveys_said", surveys.c.organisation_id, surveys.c.answered_at,
    sqlite_where=HAS_WORDS, postgresql_where=HAS_WORDS,
)  # fmt: skip
