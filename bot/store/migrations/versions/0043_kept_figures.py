"""What a report would otherwise work out of every row anew stands beside the row.

A chat's first and last contact, the seconds that a case took to its stage, the kind of a step's case.
"""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import TIME

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_OFFLINE = ("phone", "interview", "letters", "social-media", "branch-offices")
_lines = sa.table("lines", *map(sa.column, ("organisation_id", "conversation_id", "direction", "at")))
_chats = sa.table(
    "conversations",
    *map(sa.column, ("organisation_id", "id", "channel", "first_contact_at", "last_contact_at")),
)
_cases = sa.table("cases", *map(sa.column, ("id", "kind", "opened_at", "stage_since", "took")))
_steps = sa.table("case_steps", *map(sa.column, ("case_id", "kind")))

_CONTACTS, _TOOK = "ix_conversations_contacts", "ix_cases_took"
_BEFORE_TOOK = ("organisation_id", "kind", "stage", "stage_since", "opened_at")
_OF_STEPS, _OF_STEPS_BEFORE = (
    ("organisation_id", "action", "kind", "at"),
    ("organisation_id", "action", "at", "case_id"),
)


def _contact(which: str) -> sa.ScalarSelect[object]:
    is_contact = sa.or_(
        _lines.c.direction == "in", sa.and_(_lines.c.direction == "note", _chats.c.channel.in_(_OFFLINE))
    )
    asked = sa.select(getattr(sa.func, which)(_lines.c.at)).where(
        _lines.c.organisation_id == _chats.c.organisation_id,
        _lines.c.conversation_id == _chats.c.id,
        is_contact,
    )
    return asked.correlate(_chats).scalar_subquery()


def _seconds(at: sa.ColumnElement[object]) -> sa.ColumnElement[int]:
    if op.get_bind().dialect.name == "sqlite":
        return sa.cast(sa.func.strftime("%s", sa.func.substr(at, 1, 19)), sa.Integer())
    return sa.cast(sa.func.floor(sa.extract("epoch", at)), sa.BigInteger())


def _name(table: str, columns: tuple[str, ...]) -> str:
    return "_".join(("ix", table, *columns))


def upgrade() -> None:
    op.add_column("conversations", sa.Column("first_contact_at", TIME, nullable=True))
    op.add_column("conversations", sa.Column("last_contact_at", TIME, nullable=True))
    op.add_column("cases", sa.Column("took", sa.Integer(), nullable=True))
    op.add_column("case_steps", sa.Column("kind", sa.String(length=64), nullable=False, server_default=""))
    op.execute(sa.update(_chats).values(first_contact_at=_contact("min"), last_contact_at=_contact("max")))
    op.execute(
        sa.update(_cases)
        .where(_cases.c.stage_since.is_not(None))
        .values(took=_seconds(_cases.c.stage_since) - _seconds(_cases.c.opened_at))
    )
    kind = sa.select(_cases.c.kind).where(_cases.c.id == _steps.c.case_id)
    op.execute(sa.update(_steps).values(kind=kind.correlate(_steps).scalar_subquery()))
    op.drop_index(_name("cases", _BEFORE_TOOK), "cases")
    op.drop_index(_name("cases", ("id", "kind")), "cases")
    op.drop_index(_name("case_steps", _OF_STEPS_BEFORE), "case_steps")
    op.create_index(
        _CONTACTS,
        "conversations",
        ["organisation_id", "channel", "last_contact_at", "first_contact_at", "id"],
    )
    op.create_index(_TOOK, "cases", [*_BEFORE_TOOK, "took"])
    op.create_index(_name("case_steps", _OF_STEPS), "case_steps", list(_OF_STEPS))


def downgrade() -> None:
    op.drop_index(_name("case_steps", _OF_STEPS), "case_steps")
    op.drop_index(_TOOK, "cases")
    op.drop_index(_CONTACTS, "conversations")
    op.create_index(_name("case_steps", _OF_STEPS_BEFORE), "case_steps", list(_OF_STEPS_BEFORE))
    op.create_index(_name("cases", ("id", "kind")), "cases", ["id", "kind"])
    op.create_index(_name("cases", _BEFORE_TOOK), "cases", list(_BEFORE_TOOK))
    op.drop_column("case_steps", "kind")
    op.drop_column("cases", "took")
    op.drop_column("conversations", "last_contact_at")
    op.drop_column("conversations", "first_contact_at")
