"""Chats that staff put off until a time, or until the person writes."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("snooze", sa.String(length=8), nullable=True))
    op.add_column("conversations", sa.Column("snoozed_until", TIME, nullable=True))
    op.create_index(
        "ix_conversations_organisation_id_snoozed_until",
        "conversations",
        ["organisation_id", "snoozed_until"],
    )


def downgrade() -> None:
    op.drop_index("ix_conversations_organisation_id_snoozed_until", "conversations")
    op.drop_column("conversations", "snoozed_until")
    op.drop_column("conversations", "snooze")
