"""Two records of one person become one, and may be parted again."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import SEALED, TIME

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("persons", sa.Column("merged_into", sa.String(length=32), nullable=True))
    op.create_index("ix_persons_organisation_id_merged_into", "persons", ["organisation_id", "merged_into"])
    op.create_table(
        "merges",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.String(length=32), nullable=False),
        sa.Column("gone", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("moved", SEALED, nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
    )
    op.create_index("ix_merges_organisation_id_kept", "merges", ["organisation_id", "kept"])


def downgrade() -> None:
    op.drop_table("merges")
    op.drop_index("ix_persons_organisation_id_merged_into", table_name="persons")
    op.drop_column("persons", "merged_into")
