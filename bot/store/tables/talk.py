"""Conversations, what was said in them, and who held them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.columns import EncryptedText, PlainJSON, RowId, UtcDateTime
from bot.store.tables.base import conversation, growing_id, metadata, organisation

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    organisation(),
    Column("channel", String(32), nullable=False),
    Column("user_id", String(256), nullable=False),
    Column("person_id", ForeignKey("persons.id")),
    Column("state", EncryptedText("conversations.state")),
    Column("language", String(2), nullable=False),
    Column("owner", String(8), nullable=False),
    Column("holder", ForeignKey("staff.id")),
    Column("reason", String(32)),
    Column("priority", String(8), nullable=False),
    Column("danger", String(16)),
    Column("topic", String(128)),
    Column("team", String(40)),  # for whom it waits; None = for all
    Column("waiting_since", UtcDateTime),
    Column("claimed_at", UtcDateTime),
    Column("alerted_at", UtcDateTime),
    Column("snooze", String(8)),  # why staff have put it off; None = they have not
    Column("snoozed_until", UtcDateTime),
    Column("last_inbound_at", UtcDateTime),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("place", String(110)),  # `organisation/branch`, see bot/ports/places.py
    # when the person first and last wrote, or staff logged a contact: the earliest and the latest such line
    Column("first_contact_at", UtcDateTime),
    Column("last_contact_at", UtcDateTime),
    UniqueConstraint("organisation_id", "channel", "user_id"),
    Index(None, "organisation_id", "owner", "holder"),
    Index(None, "organisation_id", "last_inbound_at"),
    Index(None, "organisation_id", "person_id"),
    Index(None, "organisation_id", "snoozed_until"),
)

Index(
    "ix_conversations_contacts", conversations.c.organisation_id, conversations.c.channel,
    conversations.c.last_contact_at, conversations.c.first_contact_at, conversations.c.id,
)  # fmt: skip
_OF_A_BRANCH = conversations.c.place.is_not(None)
Index(
    "ix_conversations_place", conversations.c.place,
    sqlite_where=_OF_A_BRANCH, postgresql_where=_OF_A_BRANCH,
)  # fmt: skip
_NEVER_HEARD = conversations.c.last_inbound_at.is_(None)
Index(
    "ix_conversations_never_heard", conversations.c.organisation_id, conversations.c.opened_at,
    sqlite_where=_NEVER_HEARD, postgresql_where=_NEVER_HEARD,
)  # fmt: skip

lines = Table(
    "lines",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("direction", String(8), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("message", EncryptedText("lines.message")),
    Column("attachments", EncryptedText("lines.attachments")),
    Column("staff_id", ForeignKey("staff.id")),
    Column("answers", String(64)),
    Column("inbound_id", String(64)),
    Column("delivery", String(8), nullable=False),
    Column("trace", PlainJSON),
    Column("folded", Text),  # the text as it is searched; None = kept before there was a search
    Column("pressed", String(64)),  # the topic whose button it was; the text is the label, for staff to read
    Index(None, "organisation_id", "conversation_id", "id"),
    Index(None, "organisation_id", "conversation_id", "direction", "at"),
    Index(None, "organisation_id", "at"),
    sqlite_autoincrement=True,  # an id is a browser's place in the stream: never given twice
)

IS_PRESS = lines.c.pressed.is_not(None)
Index(
    "ix_lines_pressed", lines.c.organisation_id, lines.c.at, sqlite_where=IS_PRESS, postgresql_where=IS_PRESS
)

handoffs = Table(
    "handoffs",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("reason", String(32), nullable=False),
    Column("priority", String(8), nullable=False),
    Column("note", Text, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("claimed_at", UtcDateTime),
    Column("claimed_by", ForeignKey("staff.id")),
    Column("finished_at", UtcDateTime),
    Column("outcome", String(64)),
    Index("ix_handoffs_counted", "organisation_id", "begun_at", "reason", "claimed_at"),
)
Index(
    "uq_handoffs_open",  # at most one open row a conversation
    handoffs.c.organisation_id,
    handoffs.c.conversation_id,
    unique=True,
    sqlite_where=handoffs.c.finished_at.is_(None),
    postgresql_where=handoffs.c.finished_at.is_(None),
)

reply_keys = Table(
    "reply_keys",
    metadata,
    Column("organisation_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("line_id", RowId, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("inbound_id", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("topic", String(128)),
    Column("offers", PlainJSON, nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "organisation_id", "at"),
    Index(None, "organisation_id", "decision", "topic", "at"),
    Index(None, "organisation_id", "conversation_id"),
)

ratings = Table(
    "ratings",
    metadata,
    growing_id(),
    organisation(),
    conversation(),
    Column("stars", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "organisation_id", "at"),
    Index(None, "organisation_id", "conversation_id"),
)

files = Table(
    "files",  # which row names which stored file: what nothing names may be removed
    metadata,
    growing_id(),
    organisation(),
    Column("key", String(64), nullable=False),
    conversation(nullable=True),
    Column("case_id", ForeignKey("cases.id")),
    Index(None, "key"),
    Index(None, "organisation_id", "conversation_id"),
    Index(None, "organisation_id", "case_id"),
)
