"""How a person wants to hear of their cases; chats tied together; where a notice could not be brought."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import JSON, TIME

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_ways",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("tie", sa.String(length=32), nullable=True),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("hours", sa.String(length=12), nullable=False),
        sa.Column("chosen_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_contact_ways_conversation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", name="pk_contact_ways"),
    )
    op.create_index("ix_contact_ways_organisation_id_tie", "contact_ways", ["organisation_id", "tie"])
    op.add_column("case_notices", sa.Column("tried", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("case_notices", "tried")
    op.drop_table("contact_ways")
