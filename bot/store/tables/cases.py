"""Submitted requests, their history, and the flows they came from."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from bot.store.columns import EncryptedJSON, EncryptedText, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

cases = Table(
    "cases",
    metadata,
    Column("id", String(64), primary_key=True),
    organisation(),
    Column("reference", String(64), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("stage", String(64), nullable=False),
    conversation(nullable=True),
    Column("person_id", ForeignKey("persons.id")),
    Column("flow", String(128), nullable=False),
    Column("version", String(128), nullable=False),
    Column("answers", EncryptedJSON("cases.answers"), nullable=False),
    Column("attachments", EncryptedText("cases.attachments"), nullable=False),
    Column("pledge", EncryptedJSON("cases.pledge")),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("stage_since", UtcDateTime),
    Column("took", Integer),  # whole seconds from opening to the stage
    Column("chain", EncryptedText("cases.chain")),  # newest link of the history, see bot/cases/chain.py
    Column("place", String(110)),  # `organisation/branch`, see bot/ports/places.py
    Index(None, "organisation_id", "opened_at"),
    Index(None, "organisation_id", "stage", "stage_since"),
    Index(None, "organisation_id", "kind", "opened_at"),
    Index("ix_cases_took", "organisation_id", "kind", "stage", "stage_since", "opened_at", "took"),
    Index(None, "organisation_id", "conversation_id"),
    Index(None, "organisation_id", "person_id"),
)

_OF_A_BRANCH = cases.c.place.is_not(None)
Index("ix_cases_place", cases.c.place, sqlite_where=_OF_A_BRANCH, postgresql_where=_OF_A_BRANCH)

case_steps = Table(
    "case_steps",
    metadata,
    growing_id(),
    organisation(),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("detail", EncryptedJSON("case_steps.detail"), nullable=False),
    Column("kind", String(64), nullable=False, server_default=""),  # of the case
    Column("seq", Integer),  # place in the chain; None = written before there was one
    Column("nonce", String(32)),  # None once the detail was erased
    Column("digest", String(64)),
    Column("hash", String(64)),
    Index(None, "organisation_id", "case_id", "id"),
    Index(None, "organisation_id", "action", "kind", "at"),
)

case_numbers = Table(
    "case_numbers",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)

flow_versions = Table(
    "flow_versions",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("version", String(128), primary_key=True),
    Column("flow", String(128), nullable=False),
    Column("body", Text, nullable=False),
)
