"""Persons, what they agreed to, tries that are counted; staff accounts and the audit trail.

`staff`, `sessions`, `second_steps`, `recovery_codes` and `installation` carry no organisation: an account
belongs to the installation and gets its rights from `staff_roles`, which does carry one.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from bot.store.columns import BlindIndex, EncryptedJSON, EncryptedText, RowId, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

persons = Table(
    "persons",
    metadata,
    Column("id", String(32), primary_key=True),
    organisation(),
    Column("name", EncryptedText("persons.name")),
    Column("phone", EncryptedText("persons.phone")),
    Column("phone_index", BlindIndex("persons.phone")),
    Column("national_id", EncryptedText("persons.national_id")),
    Column("national_id_index", BlindIndex("persons.national_id")),
    Column("iban", EncryptedText("persons.iban")),
    Column("iban_index", BlindIndex("persons.iban")),
    Column("language", String(2), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("merged_into", String(32)),  # whose record this one has become a part of
    Index(None, "organisation_id", "merged_into"),
    Index(None, "organisation_id", "national_id_index"),
    Index(None, "organisation_id", "phone_index"),
    Index(None, "organisation_id", "iban_index"),
    Index(None, "organisation_id", "created_at"),
)

name_parts = Table(
    "name_parts",  # how the words of a name begin, see bot/store/names.py
    metadata,
    growing_id(),
    organisation(),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("part", BlindIndex("persons.name-part"), nullable=False),
    Index(None, "organisation_id", "part", "id"),
    Index(None, "person_id", "part"),
)

merges = Table(
    "merges",
    metadata,
    Column("id", String(32), primary_key=True),
    organisation(),
    Column("kept", String(32), nullable=False),
    Column("gone", String(32), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("moved", EncryptedJSON("merges.moved"), nullable=False),  # ids and names of fields, for undoing
    Column("undone_at", UtcDateTime),
    Index(None, "organisation_id", "kept"),
)

consents = Table(
    "consents",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("version", String(64), nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "organisation_id", "conversation_id"),
)

tries = Table(
    "tries",
    metadata,
    growing_id(),
    organisation(),
    Column("subject", String(256), nullable=False),  # a conversation id, or a login
    Column("what", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "organisation_id", "subject", "what", "at"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("login", String(128), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

staff_roles = Table(
    "staff_roles",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("branch", String(40)),  # which they represent; None = the whole organisation
    Index(None, "staff_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(128), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("device", String(80), nullable=False, server_default=""),
    Column("seen_at", UtcDateTime),  # to the minute; None = not since it was opened
)

second_steps = Table(
    "second_steps",  # what an account's codes at sign-in are made from
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("secret", EncryptedText("second_steps.secret"), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),  # None = being set up: not asked for yet
    Column("last_step", RowId, nullable=False),  # newest half minute whose code was used
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
)

audit = Table(
    "audit",
    metadata,
    growing_id(),
    organisation(),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(256), nullable=False),
    Column("detail", EncryptedJSON("audit.detail"), nullable=False),
    Index(None, "organisation_id", "at"),
    Index(None, "organisation_id", "subject"),
)

installation = Table(
    "installation",  # one row a name; `key-check` tells whether the key file belongs to this database
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
