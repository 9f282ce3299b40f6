"""The improvement register; messages of a span of time are counted by an index."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import JSON, ROW_ID, TIME

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "improvements",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=128), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.Column("did", JSON, nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("published_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_improvements"),
    )
    op.create_index(
        "ix_improvements_organisation_id_published_at", "improvements", ["organisation_id", "published_at"]
    )
    op.create_index("ix_lines_organisation_id_at", "lines", ["organisation_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_lines_organisation_id_at", "lines")
    op.drop_table("improvements")
