"""PostgreSQL's index of what is said: made by revision 0030, or at a later start once pg_trgm is there.

Where the account may not create the extension searches go on without the index, and it is said how to get it.
"""

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bot.store.line_index import POSTGRES_INDEX

_log = structlog.get_logger(__name__)
_there = text("SELECT to_regclass(quote_ident(current_schema()) || '.' || :name)")
_where = text(
    "SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace "
    "WHERE extname = 'pg_trgm'"
)
_one_at_a_time = text("SELECT pg_advisory_xact_lock(hashtext('wasl extension'))")
MISSING = (
    "this PostgreSQL database has no extension pg_trgm and this account may not create it: searches are "
    "right, but one for a rare word reads all messages. Let an administrator run CREATE EXTENSION pg_trgm "
    "in the database, then start Wasl again: it makes the index"
)


def ensure_line_index(engine: Engine) -> bool:
    """Make the index where it is missing. False if it cannot be made, which the log says."""
    if engine.dialect.name != "postgresql":
        return True
    with engine.begin() as connection:
        if _is_there(connection):
            return True
        connection.execute(_one_at_a_time)
        if _is_there(connection):  # another process was faster
            return True
        schema = connection.execute(_where).scalar() or _create_extension(connection)
        if schema is None:
            _log.warning(MISSING)
            return False
        connection.execute(
            text(f"CREATE INDEX {POSTGRES_INDEX} ON lines USING gin (folded {schema}.gin_trgm_ops)")
        )
    _log.info("the index of the search was made")
    return True


def _is_there(connection: Connection) -> bool:
    return connection.execute(_there, {"name": POSTGRES_INDEX}).scalar() is not None


def _create_extension(connection: Connection) -> str | None:
    """Return the schema of the extension; None if the server has none or the account may not create it."""
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION pg_trgm WITH SCHEMA public"))
    except DBAPIError:
        return None
    found: str | None = connection.execute(_where).scalar()
    return found
