"""Who acts for whom."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import SEALED, TIME

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("capacity", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("document", SEALED, nullable=False),
        sa.Column("verified_by", sa.String(length=64), nullable=False),
        sa.Column("verified_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["cases.id"], name="fk_grants_request_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_grants_case_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_grants_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
    )
    for column in ("case_id", "conversation_id", "request_id"):
        op.create_index(f"ix_grants_organisation_id_{column}", "grants", ["organisation_id", column])


def downgrade() -> None:
    op.drop_table("grants")
