"""A press on a topic's button is found without reading every line of its month."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_LINES = sa.table("lines", sa.column("direction"), sa.column("trace", sa.JSON), sa.column("pressed"))
_CHOICE = _LINES.c.trace["choice"].as_string()
_BUTTON = "topic:"
_IS_PRESS = sa.column("pressed").is_not(None)


def upgrade() -> None:
    op.add_column("lines", sa.Column("pressed", sa.String(64)))
    op.execute(
        sa.update(_LINES)
        .where(_LINES.c.direction == "in", _CHOICE.like(f"{_BUTTON}%"))
        .values(pressed=sa.func.substr(_CHOICE, len(_BUTTON) + 1, 64))
    )
    op.create_index(
        "ix_lines_pressed", "lines", ["organisation_id", "at"],
        sqlite_where=_IS_PRESS, postgresql_where=_IS_PRESS,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_lines_pressed", "lines")
    op.drop_column("lines", "pressed")
