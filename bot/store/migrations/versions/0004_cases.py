"""Submitted requests and the files that rows name."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, SEALED, TIME

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _flow_versions()
    _case_numbers()
    _cases()
    _case_steps()
    _files()


def downgrade() -> None:
    for table in ("files", "case_steps", "cases", "case_numbers", "flow_versions"):
        op.drop_table(table)


def _flow_versions() -> None:
    op.create_table(
        "flow_versions",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("flow", sa.String(length=128), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "version", name="pk_flow_versions"),
    )


def _case_numbers() -> None:
    op.create_table(
        "case_numbers",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "year", name="pk_case_numbers"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("flow", sa.String(length=128), nullable=False),
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("answers", SEALED, nullable=False),
        sa.Column("attachments", SEALED, nullable=False),
        sa.Column("pledge", SEALED, nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_cases_conversation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_cases_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
    )
    op.create_index(
        "ix_cases_organisation_id_conversation_id",
        "cases",
        ["organisation_id", "conversation_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_organisation_id_opened_at", "cases", ["organisation_id", "opened_at"], unique=False
    )
    op.create_index(
        "ix_cases_organisation_id_person_id", "cases", ["organisation_id", "person_id"], unique=False
    )


def _case_steps() -> None:
    op.create_table(
        "case_steps",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("detail", SEALED, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_steps_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_steps"),
    )
    op.create_index(
        "ix_case_steps_organisation_id_case_id_id",
        "case_steps",
        ["organisation_id", "case_id", "id"],
        unique=False,
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("case_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_files_case_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_files_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
    op.create_index("ix_files_key", "files", ["key"], unique=False)
    op.create_index("ix_files_organisation_id_case_id", "files", ["organisation_id", "case_id"], unique=False)
    op.create_index(
        "ix_files_organisation_id_conversation_id",
        "files",
        ["organisation_id", "conversation_id"],
        unique=False,
    )
