"""From which browser a member of staff signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("device", sa.String(length=80), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("sessions", "device")
