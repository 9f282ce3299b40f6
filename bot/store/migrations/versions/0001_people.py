"""Persons, staff accounts, audit trail."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import INDEX, ROW_ID, SEALED, TIME

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _installation()
    _persons()
    _staff()
    _staff_roles()
    _sessions()
    _tries()
    _audit()


def downgrade() -> None:
    for table in ("audit", "tries", "sessions", "staff_roles", "staff", "persons", "installation"):
        op.drop_table(table)


def _installation() -> None:
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_installation"),
    )


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("name", SEALED, nullable=True),
        sa.Column("phone", SEALED, nullable=True),
        sa.Column("phone_index", INDEX, nullable=True),
        sa.Column("national_id", SEALED, nullable=True),
        sa.Column("national_id_index", INDEX, nullable=True),
        sa.Column("iban", SEALED, nullable=True),
        sa.Column("iban_index", INDEX, nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
    )
    op.create_index(
        "ix_persons_organisation_id_iban_index", "persons", ["organisation_id", "iban_index"], unique=False
    )
    op.create_index(
        "ix_persons_organisation_id_national_id_index",
        "persons",
        ["organisation_id", "national_id_index"],
        unique=False,
    )
    op.create_index(
        "ix_persons_organisation_id_phone_index", "persons", ["organisation_id", "phone_index"], unique=False
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
    )


def _staff_roles() -> None:
    op.create_table(
        "staff_roles",
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_roles_staff_id"),
        sa.PrimaryKeyConstraint("organisation_id", "staff_id", name="pk_staff_roles"),
    )
    op.create_index("ix_staff_roles_staff_id", "staff_roles", ["staff_id"], unique=False)


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=128), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sessions_staff_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_staff_id", "sessions", ["staff_id"], unique=False)


def _tries() -> None:
    op.create_table(
        "tries",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=256), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tries"),
    )
    op.create_index(
        "ix_tries_organisation_id_subject_what_at",
        "tries",
        ["organisation_id", "subject", "what", "at"],
        unique=False,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=256), nullable=False),
        sa.Column("detail", SEALED, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_organisation_id_at", "audit", ["organisation_id", "at"], unique=False)
    op.create_index("ix_audit_organisation_id_subject", "audit", ["organisation_id", "subject"], unique=False)
