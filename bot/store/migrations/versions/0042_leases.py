"""Who is sending a message, and until when it is theirs alone."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("taken_by", sa.String(length=32), nullable=True))
    op.add_column("outbox", sa.Column("taken_until", TIME, nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "taken_until")
    op.drop_column("outbox", "taken_by")
