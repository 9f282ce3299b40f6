"""An index from which cases are counted by kind and stage."""

from alembic import op

revision = "0026c"
down_revision = "0026b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cases_organisation_id_kind_stage", "cases", ["organisation_id", "kind", "stage"])


def downgrade() -> None:
    op.drop_index("ix_cases_organisation_id_kind_stage", "cases")
