"""Until when a notice that only a page shows may stay unseen. Those of before are not called for."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None

_UNSEEN = sa.text("unseen_until IS NOT NULL")


def upgrade() -> None:
    op.add_column("case_notices", sa.Column("unseen_until", TIME, nullable=True))
    op.create_index(
        "ix_case_notices_unseen",
        "case_notices",
        ["organisation_id", "line_id"],
        sqlite_where=_UNSEEN,
        postgresql_where=_UNSEEN,
    )


def downgrade() -> None:
    op.drop_index("ix_case_notices_unseen", "case_notices")
    op.drop_column("case_notices", "unseen_until")
