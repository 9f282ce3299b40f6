"""Who may be written to unasked; campaigns, and who hears of them."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import JSON, ROW_ID, SEALED, TIME

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_IS_WAITING = sa.text("status = 'waiting'")
_IS_ON_ITS_WAY = sa.text("status = 'queued'")


def upgrade() -> None:
    _wishes()
    _campaigns()
    _recipients()
    op.create_table(
        "outreach_testers",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("named_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_outreach_testers_staff_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_outreach_testers_conversation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "staff_id", name="pk_outreach_testers"),
    )


def _wishes() -> None:
    op.create_table(
        "outreach_wishes",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_outreach_wishes_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outreach_wishes"),
    )
    op.create_index(
        "ix_outreach_wishes_organisation_id_conversation_id_at",
        "outreach_wishes",
        ["organisation_id", "conversation_id", "at"],
    )
    op.create_index(
        "uq_outreach_wishes_newest",
        "outreach_wishes",
        ["organisation_id", "conversation_id"],
        unique=True,
        sqlite_where=sa.text("newest IS 1"),
        postgresql_where=sa.text("newest IS true"),
    )


def _campaigns() -> None:
    op.create_table(
        "outreach_campaigns",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("rules", JSON, nullable=False),
        sa.Column("texts", JSON, nullable=False),
        sa.Column("schedule", JSON, nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("authors", JSON, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("tested_at", TIME, nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_at", TIME, nullable=True),
        sa.Column("next_at", TIME, nullable=True),
        sa.Column("occasion", sa.String(length=12), nullable=False),
        sa.Column("begun_at", TIME, nullable=True),
        sa.Column("cursor", sa.String(length=32), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name="fk_outreach_campaigns_approved_by"),
        sa.PrimaryKeyConstraint("id", name="pk_outreach_campaigns"),
    )
    for columns in (("organisation_id", "created_at"), ("state", "next_at")):
        op.create_index(f"ix_outreach_campaigns_{'_'.join(columns)}", "outreach_campaigns", list(columns))


def _recipients() -> None:
    op.create_table(
        "outreach_recipients",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("occasion", sa.String(length=12), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("why", SEALED, nullable=False),
        sa.Column("line_id", ROW_ID, nullable=True),
        sa.Column("queued_at", TIME, nullable=True),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("until", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["outreach_campaigns.id"], name="fk_outreach_recipients_campaign_id"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_outreach_recipients_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outreach_recipients"),
        sa.UniqueConstraint(
            "campaign_id", "occasion", "who", name="uq_outreach_recipients_campaign_id_occasion_who"
        ),
    )
    for columns in (("organisation_id", "conversation_id"), ("line_id",)):
        op.create_index(f"ix_outreach_recipients_{'_'.join(columns)}", "outreach_recipients", list(columns))
    op.create_index(
        "ix_outreach_recipients_waiting",
        "outreach_recipients",
        ["campaign_id", "occasion", "not_before"],
        sqlite_where=_IS_WAITING,
        postgresql_where=_IS_WAITING,
    )
    op.create_index(
        "ix_outreach_recipients_queued",
        "outreach_recipients",
        ["organisation_id", "id"],
        sqlite_where=_IS_ON_ITS_WAY,
        postgresql_where=_IS_ON_ITS_WAY,
    )


def downgrade() -> None:
    for table in ("outreach_testers", "outreach_recipients", "outreach_campaigns", "outreach_wishes"):
        op.drop_table(table)
