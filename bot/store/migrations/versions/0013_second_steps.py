"""Codes at sign-in beside the password, and when a session was used last."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import ROW_ID, SEALED, TIME

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("seen_at", TIME, nullable=True))
    op.create_table(
        "second_steps",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("secret", SEALED, nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("last_step", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_second_steps_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_second_steps"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_recovery_codes_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", "code_hash", name="pk_recovery_codes"),
    )


def downgrade() -> None:
    op.drop_table("recovery_codes")
    op.drop_table("second_steps")
    op.drop_column("sessions", "seen_at")
