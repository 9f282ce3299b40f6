"""What people say of a service that they had."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import JSON, ROW_ID, SEALED, TIME

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=128), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("planned_at", TIME, nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("words", SEALED, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_surveys_conversation_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_surveys_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
    )
    for columns in (
        ("organisation_id", "conversation_id"),
        ("organisation_id", "answered_at"),
        ("organisation_id", "planned_at"),
        ("status", "not_before"),
    ):
        op.create_index(f"ix_surveys_{'_'.join(columns)}", "surveys", list(columns))


def downgrade() -> None:
    op.drop_table("surveys")
