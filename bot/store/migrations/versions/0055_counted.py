"""What a report counts of surveys and hand-overs stands in an index; a survey knows whether it has words."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0050"
branch_labels = None
depends_on = None

_SURVEYS = sa.table("surveys", *map(sa.column, ("status", "said")))
_ANSWERED, _ASKED = "ix_surveys_organisation_id_answered_at", "ix_surveys_organisation_id_asked_at"
_BEGUN = "ix_handoffs_organisation_id_begun_at"
_COUNTED = ["organisation_id", "answered_at", "stars", "channel", "topic", "about", "reasons"]
_SAID = sa.column("said").is_(True)


def upgrade() -> None:
    op.add_column("surveys", sa.Column("said", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Words are sealed: an answered survey may have some, and whoever reads passes over empty ones.
    op.execute(sa.update(_SURVEYS).where(_SURVEYS.c.status == "answered").values(said=sa.true()))
    op.drop_index(_ANSWERED, "surveys")
    op.create_index("ix_surveys_counted", "surveys", _COUNTED)
    op.create_index(_ASKED, "surveys", ["organisation_id", "asked_at"])
    op.create_index(
        "ix_surveys_said", "surveys", ["organisation_id", "answered_at"],
        sqlite_where=_SAID, postgresql_where=_SAID,
    )  # fmt: skip
    op.drop_index(_BEGUN, "handoffs")
    op.create_index(
        "ix_handoffs_counted", "handoffs", ["organisation_id", "begun_at", "reason", "claimed_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_handoffs_counted", "handoffs")
    op.create_index(_BEGUN, "handoffs", ["organisation_id", "begun_at"])
    op.drop_index("ix_surveys_said", "surveys")
    op.drop_index(_ASKED, "surveys")
    op.drop_index("ix_surveys_counted", "surveys")
    op.create_index(_ANSWERED, "surveys", ["organisation_id", "answered_at"])
    op.drop_column("surveys", "said")
