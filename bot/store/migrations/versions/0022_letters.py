"""Letters that came in, with their numbers."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_numbers",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "year", name="pk_letter_numbers"),
    )
    op.create_table(
        "letters",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_letters_conversation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", name="pk_letters"),
    )


def downgrade() -> None:
    op.drop_table("letters")
    op.drop_table("letter_numbers")
