"""Replies of the committee outside a session because health is in danger, until a session confirms them."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, TIME

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "urgent_replies",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=True),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_urgent_replies_case_id"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["committee_sessions.id"], name="fk_urgent_replies_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_urgent_replies"),
    )
    op.create_index(
        "ix_urgent_replies_organisation_id_session_id", "urgent_replies", ["organisation_id", "session_id"]
    )


def downgrade() -> None:
    op.drop_table("urgent_replies")
