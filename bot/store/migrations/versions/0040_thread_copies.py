"""Which messages of a thread show which lines of the transcript."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID

revision = "0040"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread_copies",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("first_line", ROW_ID, nullable=False),
        sa.Column("last_line", ROW_ID, nullable=False),
        sa.Column("part", ROW_ID, nullable=False),
        sa.Column("is_file", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_thread_copies_conversation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", "message", name="pk_thread_copies"),
    )
    op.create_index(
        "ix_thread_copies_organisation_id_stale", "thread_copies", ["organisation_id", "stale"], unique=False
    )


def downgrade() -> None:
    op.drop_table("thread_copies")
