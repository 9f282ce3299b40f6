"""When a case is late in its stage, and who was told. Cases that are there are looked at once."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_LATE = sa.text("alerted_at IS NOT NULL")
_PLAN = sa.text(
    "INSERT INTO case_alerts (organisation_id, case_id, due_at, times)"
    " SELECT organisation_id, id, coalesce(stage_since, opened_at), 0 FROM cases"
)


def upgrade() -> None:
    op.create_table(
        "case_alerts",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("alerted_at", TIME, nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_alerts_case_id"),
        sa.PrimaryKeyConstraint("organisation_id", "case_id", name="pk_case_alerts"),
    )
    op.create_index("ix_case_alerts_due_at", "case_alerts", ["due_at"])
    op.create_index(
        "ix_case_alerts_late",
        "case_alerts",
        ["organisation_id", "alerted_at"],
        sqlite_where=_LATE,
        postgresql_where=_LATE,
    )
    op.execute(_PLAN)


def downgrade() -> None:
    op.drop_table("case_alerts")
