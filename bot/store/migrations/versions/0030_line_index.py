"""An index of three-letter groups over what is said, so that a search does not read every line.

Lines of before there was a search are folded first. On PostgreSQL the index needs the extension pg_trgm;
where the account may not create it, searches go on without the index (docs/operations.md).
"""

import sqlalchemy as sa
from alembic import op

from bot.matching.normalise import normalise

revision = "0030"
down_revision = "0027"
branch_labels = None
depends_on = None

_BATCH = 2000
_lines = sa.table("lines", sa.column("id"), sa.column("text"), sa.column("folded"))
_PUT = (
    "INSERT INTO line_index(rowid, folded, organisation_id) VALUES (new.id, new.folded, new.organisation_id);"
)
_TAKE = (
    "INSERT INTO line_index(line_index, rowid, folded, organisation_id) "
    "VALUES ('delete', old.id, old.folded, old.organisation_id);"
)
_TABLE = (
    "CREATE VIRTUAL TABLE line_index USING fts5(folded, organisation_id, content='lines', "
    "content_rowid='id', tokenize='trigram', detail='none', columnsize=0)"
)
_ANEW = (
    "CREATE TRIGGER lines_are_indexed_anew AFTER UPDATE OF id, folded, organisation_id ON lines "
    f"BEGIN {_TAKE} {_PUT} END"
)
_SQLITE = (
    _TABLE,
    f"CREATE TRIGGER lines_are_indexed AFTER INSERT ON lines BEGIN {_PUT} END",
    _ANEW,
    f"CREATE TRIGGER lines_are_no_longer_indexed AFTER DELETE ON lines BEGIN {_TAKE} END",
    "INSERT INTO line_index(line_index) VALUES ('rebuild')",
)


def upgrade() -> None:
    bind = op.get_bind()
    _fold(bind)
    if bind.dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
    elif operators := _trigrams(bind):
        op.execute(f"CREATE INDEX ix_lines_folded_trigrams ON lines USING gin (folded {operators})")


def _fold(bind: sa.Connection) -> None:
    old = (
        sa.select(_lines.c.id, _lines.c.text)
        .where(_lines.c.folded.is_(None))
        .order_by(_lines.c.id)
        .limit(_BATCH)
    )
    fold = sa.update(_lines).where(_lines.c.id == sa.bindparam("row")).values(folded=sa.bindparam("spelling"))
    while rows := bind.execute(old).all():
        bind.execute(fold, [{"row": row.id, "spelling": normalise(row.text)} for row in rows])


def _trigrams(bind: sa.Connection) -> str | None:
    """Return the operators of pg_trgm, in whatever schema it stands; None if it may not be created."""
    where = sa.text(
        "SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace "
        "WHERE extname = 'pg_trgm'"
    )
    bind.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('wasl extension'))"))
    if bind.execute(where).scalar() is None:
        try:
            with bind.begin_nested():
                bind.execute(sa.text("CREATE EXTENSION pg_trgm WITH SCHEMA public"))
        except sa.exc.DBAPIError:  # not installed on the server, or not allowed
            return None
    return f"{bind.execute(where).scalar()}.gin_trgm_ops"


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("lines_are_indexed", "lines_are_indexed_anew", "lines_are_no_longer_indexed"):
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE line_index")
    else:
        op.execute("DROP INDEX IF EXISTS ix_lines_folded_trigrams")
