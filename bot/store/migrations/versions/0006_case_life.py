"""The life of a case: the chain of its history, notices to the person, the committee's sessions."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, SEALED, TIME

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cases()
    _steps()
    _notices()
    _sessions()
    _items()


def downgrade() -> None:
    op.drop_index("ix_outbox_line_id", table_name="outbox")
    for table in ("committee_items", "committee_sessions", "case_notices"):
        op.drop_table(table)
    for name in ("seq", "nonce", "digest", "hash"):
        op.drop_column("case_steps", name)
    op.drop_index("ix_cases_organisation_id_stage_stage_since", table_name="cases")
    for name in ("stage_since", "chain"):
        op.drop_column("cases", name)


def _cases() -> None:
    op.add_column("cases", sa.Column("stage_since", TIME, nullable=True))
    op.add_column("cases", sa.Column("chain", SEALED, nullable=True))
    op.create_index(
        "ix_cases_organisation_id_stage_stage_since", "cases", ["organisation_id", "stage", "stage_since"]
    )
    op.execute("UPDATE cases SET stage_since = opened_at")


def _steps() -> None:
    op.add_column("case_steps", sa.Column("seq", sa.Integer(), nullable=True))
    op.add_column("case_steps", sa.Column("nonce", sa.String(length=32), nullable=True))
    op.add_column("case_steps", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("case_steps", sa.Column("hash", sa.String(length=64), nullable=True))


def _notices() -> None:
    op.create_table(
        "case_notices",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("fields", SEALED, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("line_id", ROW_ID, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.Column("opened_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_notices_case_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_case_notices_conversation_id"
        ),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name="fk_case_notices_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_notices"),
    )
    op.create_index("ix_case_notices_organisation_id_case_id", "case_notices", ["organisation_id", "case_id"])
    op.create_index("ix_case_notices_status_not_before", "case_notices", ["status", "not_before"])
    op.create_index("ix_outbox_line_id", "outbox", ["line_id"])


def _sessions() -> None:
    op.create_table(
        "committee_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_at", TIME, nullable=False),
        sa.Column("place", SEALED, nullable=False),
        sa.Column("attendance", SEALED, nullable=False),
        sa.Column("minutes", SEALED, nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_committee_sessions"),
        sa.UniqueConstraint("organisation_id", "number", name="uq_committee_sessions_organisation_id_number"),
    )
    op.create_index(
        "ix_committee_sessions_organisation_id_held_at", "committee_sessions", ["organisation_id", "held_at"]
    )


def _items() -> None:
    op.create_table(
        "committee_items",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("conflicts", SEALED, nullable=False),
        sa.Column("decision", sa.String(length=64), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["committee_sessions.id"], name="fk_committee_items_session_id"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_committee_items_case_id"),
        sa.PrimaryKeyConstraint("session_id", "case_id", name="pk_committee_items"),
    )
    op.create_index(
        "ix_committee_items_organisation_id_case_id", "committee_items", ["organisation_id", "case_id"]
    )
