"""Replies that staff have not sent yet, lists that they have saved, and the text that they search."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import SEALED, TIME

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lines", sa.Column("folded", sa.Text(), nullable=True))
    op.create_table(
        "drafts",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("text", SEALED, nullable=False),
        sa.Column("kept_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_drafts_conversation_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_drafts_staff_id"),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", "staff_id", name="pk_drafts"),
    )
    op.create_table(
        "saved_views",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_saved_views_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", "name", name="pk_saved_views"),
    )


def downgrade() -> None:
    op.drop_table("saved_views")
    op.drop_table("drafts")
    op.drop_column("lines", "folded")
