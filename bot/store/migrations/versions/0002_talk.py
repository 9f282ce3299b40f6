"""Conversations and what is said in them."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import JSON, ROW_ID, SEALED, TIME

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conversations()
    _lines()
    _handoffs()
    _reply_keys()
    _questions()
    _ratings()
    _consents()


def downgrade() -> None:
    for table in ("consents", "ratings", "questions", "reply_keys", "handoffs", "lines", "conversations"):
        op.drop_table(table)


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=256), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("state", SEALED, nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("owner", sa.String(length=8), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("priority", sa.String(length=8), nullable=False),
        sa.Column("danger", sa.String(length=16), nullable=True),
        sa.Column("topic", sa.String(length=128), nullable=True),
        sa.Column("waiting_since", TIME, nullable=True),
        sa.Column("claimed_at", TIME, nullable=True),
        sa.Column("alerted_at", TIME, nullable=True),
        sa.Column("last_inbound_at", TIME, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["holder"], ["staff.id"], name="fk_conversations_holder"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_conversations_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint(
            "organisation_id", "channel", "user_id", name="uq_conversations_organisation_id_channel_user_id"
        ),
    )
    op.create_index(
        "ix_conversations_organisation_id_last_inbound_at",
        "conversations",
        ["organisation_id", "last_inbound_at"],
        unique=False,
    )
    op.create_index(
        "ix_conversations_organisation_id_owner_holder",
        "conversations",
        ["organisation_id", "owner", "holder"],
        unique=False,
    )
    op.create_index(
        "ix_conversations_organisation_id_person_id",
        "conversations",
        ["organisation_id", "person_id"],
        unique=False,
    )


def _lines() -> None:
    op.create_table(
        "lines",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("message", SEALED, nullable=True),
        sa.Column("attachments", SEALED, nullable=True),
        sa.Column("staff_id", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.String(length=64), nullable=True),
        sa.Column("inbound_id", sa.String(length=64), nullable=True),
        sa.Column("delivery", sa.String(length=8), nullable=False),
        sa.Column("trace", JSON, nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_lines_conversation_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_lines_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lines"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_lines_organisation_id_conversation_id_id",
        "lines",
        ["organisation_id", "conversation_id", "id"],
        unique=False,
    )


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("claimed_at", TIME, nullable=True),
        sa.Column("claimed_by", sa.String(length=64), nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["claimed_by"], ["staff.id"], name="fk_handoffs_claimed_by"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_handoffs_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
    )
    op.create_index(
        "ix_handoffs_organisation_id_begun_at", "handoffs", ["organisation_id", "begun_at"], unique=False
    )
    op.create_index(
        "uq_handoffs_open",
        "handoffs",
        ["organisation_id", "conversation_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )


def _reply_keys() -> None:
    op.create_table(
        "reply_keys",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("line_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_reply_keys_conversation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", "key", name="pk_reply_keys"),
    )


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("inbound_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=128), nullable=True),
        sa.Column("offers", JSON, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_questions_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index("ix_questions_organisation_id_at", "questions", ["organisation_id", "at"], unique=False)
    op.create_index(
        "ix_questions_organisation_id_conversation_id",
        "questions",
        ["organisation_id", "conversation_id"],
        unique=False,
    )


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_ratings_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_organisation_id_at", "ratings", ["organisation_id", "at"], unique=False)
    op.create_index(
        "ix_ratings_organisation_id_conversation_id",
        "ratings",
        ["organisation_id", "conversation_id"],
        unique=False,
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_consents_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index(
        "ix_consents_organisation_id_conversation_id",
        "consents",
        ["organisation_id", "conversation_id"],
        unique=False,
    )
