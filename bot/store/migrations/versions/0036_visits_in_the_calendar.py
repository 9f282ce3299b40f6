"""Visits to families stand in the calendar of interviews."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0036"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "interview_times",
        sa.Column("purpose", sa.String(length=12), nullable=False, server_default="interview"),
    )
    op.add_column("interview_times", sa.Column("confirmed_at", TIME, nullable=True))


def downgrade() -> None:
    op.drop_column("interview_times", "confirmed_at")
    op.drop_column("interview_times", "purpose")
