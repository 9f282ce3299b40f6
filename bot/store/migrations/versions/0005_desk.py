"""Chats shown to staff on a messaging platform, and the links of staff accounts to it."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, TIME

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _threads()
    _thread_lines()
    _staff_links()
    _staff_codes()


def downgrade() -> None:
    for table in ("staff_codes", "staff_links", "thread_lines", "threads"):
        op.drop_table(table)


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("number", ROW_ID, nullable=False),
        sa.Column("head", ROW_ID, nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("cursor", ROW_ID, nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("erase", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_threads_conversation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", name="pk_threads"),
        sa.UniqueConstraint("group_id", "number", name="uq_threads_group_id_number"),
    )
    op.create_index(
        "ix_threads_organisation_id_closed", "threads", ["organisation_id", "closed"], unique=False
    )


def _thread_lines() -> None:
    op.create_table(
        "thread_lines",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("line_id", ROW_ID, nullable=False),
        sa.Column("delivery", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_thread_lines_conversation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", "message", name="pk_thread_lines"),
    )


def _staff_links() -> None:
    op.create_table(
        "staff_links",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("linked_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_links_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_links"),
        sa.UniqueConstraint("user_id", name="uq_staff_links_user_id"),
    )


def _staff_codes() -> None:
    op.create_table(
        "staff_codes",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_codes_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_codes"),
        sa.UniqueConstraint("code_hash", name="uq_staff_codes_code_hash"),
    )
