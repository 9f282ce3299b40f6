"""Documents that an organisation keeps at hand, with all their versions."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import JSON, ROW_ID, TIME

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shelf_versions",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("attachment", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shelf_versions"),
    )
    op.create_index(
        "ix_shelf_versions_organisation_id_document_id",
        "shelf_versions",
        ["organisation_id", "document", "id"],
    )


def downgrade() -> None:
    op.drop_table("shelf_versions")
