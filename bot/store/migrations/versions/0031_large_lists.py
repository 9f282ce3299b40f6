"""Indexes from which the lists of chats and the figures of a report are read without the rows themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_INDEXES = {
    "lines": (("organisation_id", "conversation_id", "direction", "at"),),
    "questions": (("organisation_id", "decision", "topic", "at"),),
    "cases": (
        ("organisation_id", "kind", "opened_at"),
        ("organisation_id", "kind", "stage", "stage_since", "opened_at"),
        ("id", "kind"),
    ),
    "case_steps": (("organisation_id", "action", "at", "case_id"),),
    "persons": (("organisation_id", "created_at"),),
}
_NEVER_HEARD = sa.text("last_inbound_at IS NULL")
_BEFORE = ("organisation_id", "kind", "stage")  # the longer one begins so


def _name(table: str, columns: tuple[str, ...]) -> str:
    return "_".join(("ix", table, *columns))


def upgrade() -> None:
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.create_index(_name(table, columns), table, list(columns))
    op.create_index(
        "ix_conversations_never_heard",
        "conversations",
        ["organisation_id", "opened_at"],
        sqlite_where=_NEVER_HEARD,
        postgresql_where=_NEVER_HEARD,
    )
    op.drop_index(_name("cases", _BEFORE), "cases")


def downgrade() -> None:
    op.create_index(_name("cases", _BEFORE), "cases", list(_BEFORE))
    op.drop_index("ix_conversations_never_heard", "conversations")
    for table, indexes in _INDEXES.items():
        for columns in indexes:
            op.drop_index(_name(table, columns), table)
