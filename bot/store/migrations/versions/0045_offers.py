"""In which chats it was offered to hear from the association, or the person said what they want."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    offers = op.create_table(
        "outreach_offers",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_outreach_offers_conversation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "conversation_id", name="pk_outreach_offers"),
    )
    wishes = sa.table("outreach_wishes", *map(sa.column, ("organisation_id", "conversation_id", "at")))
    said = sa.select(wishes.c.organisation_id, wishes.c.conversation_id, sa.func.min(wishes.c.at))
    said = said.group_by(wishes.c.organisation_id, wishes.c.conversation_id)
    op.execute(sa.insert(offers).from_select(["organisation_id", "conversation_id", "at"], said))


def downgrade() -> None:
    op.drop_table("outreach_offers")
