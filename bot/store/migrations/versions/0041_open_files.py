"""Files that authors have open: known to every process."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_files",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_open_files_staff_id"),
        sa.PrimaryKeyConstraint("organisation_id", "file", "staff_id", name="pk_open_files"),
    )


def downgrade() -> None:
    op.drop_table("open_files")
