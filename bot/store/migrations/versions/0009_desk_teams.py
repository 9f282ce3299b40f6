"""Teams of staff, for whom a chat waits; questions of forms that staff ask in a chat."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, SEALED, TIME

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("team", sa.String(length=40), nullable=True))
    op.add_column("threads", sa.Column("team", sa.String(length=40), nullable=True))
    op.create_table(
        "staff_teams",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_teams_staff_id"),
        sa.PrimaryKeyConstraint("organisation_id", "staff_id", "team", name="pk_staff_teams"),
    )
    op.create_index("ix_staff_teams_staff_id", "staff_teams", ["staff_id"])
    op.create_table(
        "asked_questions",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.Column("flow", sa.String(length=128), nullable=False),
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("step", sa.String(length=128), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("value", SEALED, nullable=True),
        sa.Column("settled_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_asked_questions_conversation_id"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_asked_questions_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_asked_questions_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_asked_questions"),
    )
    op.create_index(
        "ix_asked_questions_organisation_id_conversation_id",
        "asked_questions",
        ["organisation_id", "conversation_id"],
    )


def downgrade() -> None:
    op.drop_table("asked_questions")
    op.drop_table("staff_teams")
    op.drop_column("threads", "team")
    op.drop_column("conversations", "team")
