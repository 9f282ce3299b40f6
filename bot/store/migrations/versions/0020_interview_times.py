"""Times for interviews."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, SEALED, TIME

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interview_times",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("place", SEALED, nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("taken_at", TIME, nullable=True),
        sa.Column("reminded_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_interview_times_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interview_times"),
        sa.UniqueConstraint(
            "organisation_id", "staff", "starts_at",
            name="uq_interview_times_organisation_id_staff_starts_at",
        ),
    )  # fmt: skip
    for columns in (["organisation_id", "starts_at"], ["organisation_id", "case_id"], ["starts_at"]):
        op.create_index("_".join(["ix_interview_times", *columns]), "interview_times", columns)


def downgrade() -> None:
    op.drop_table("interview_times")
