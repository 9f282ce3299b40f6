"""Branches: whose a chat and a case are, and which branch a member of staff represents."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_OF_A_BRANCH = sa.text("place IS NOT NULL")


def upgrade() -> None:
    op.add_column("staff_roles", sa.Column("branch", sa.String(length=40), nullable=True))
    op.add_column("conversations", sa.Column("place", sa.String(length=110), nullable=True))
    op.add_column("cases", sa.Column("place", sa.String(length=110), nullable=True))
    for table in ("conversations", "cases"):
        op.create_index(
            f"ix_{table}_place", table, ["place"], sqlite_where=_OF_A_BRANCH, postgresql_where=_OF_A_BRANCH
        )


def downgrade() -> None:
    op.drop_index("ix_cases_place", "cases")
    op.drop_index("ix_conversations_place", "conversations")
    op.drop_column("cases", "place")
    op.drop_column("conversations", "place")
    op.drop_column("staff_roles", "branch")
