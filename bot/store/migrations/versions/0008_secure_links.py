"""One-time links to a page on which one question is answered."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, TIME

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "secure_links",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=128), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_secure_links_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_secure_links"),
        sa.UniqueConstraint("token_hash", name="uq_secure_links_token_hash"),
    )
    op.create_index(
        "ix_secure_links_organisation_id_conversation_id",
        "secure_links",
        ["organisation_id", "conversation_id"],
    )


def downgrade() -> None:
    op.drop_table("secure_links")
