"""Indexes from which cases are counted by kind and stage, and notices that reached nobody are listed."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_IS_CALL = sa.text("status = 'call'")


def upgrade() -> None:
    op.create_index("ix_cases_organisation_id_kind_stage", "cases", ["organisation_id", "kind", "stage"])
    op.create_index(
        "ix_case_notices_call",
        "case_notices",
        ["organisation_id", "id"],
        sqlite_where=_IS_CALL,
        postgresql_where=_IS_CALL,
    )


def downgrade() -> None:
    op.drop_index("ix_case_notices_call", "case_notices")
    op.drop_index("ix_cases_organisation_id_kind_stage", "cases")
