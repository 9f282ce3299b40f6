"""Which of staff have a chat open just now, on whatever process."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0050"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lookers",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("screen", sa.String(length=32), nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("typed_at", TIME),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_lookers_conversation_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_lookers_staff_id"),
        sa.PrimaryKeyConstraint(
            "organisation_id", "conversation_id", "staff_id", "screen", name="pk_lookers"
        ),
    )


def downgrade() -> None:
    op.drop_table("lookers")
