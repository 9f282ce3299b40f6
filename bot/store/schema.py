"""Brings a database to the program's schema, or says why it cannot be used."""

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.store.errors import SchemaNewer, SchemaOutdated

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, all or nothing. SchemaNewer if the program is the older one."""
    with engine.begin() as connection:
        _let_no_other_process_upgrade(connection)
        if _current(connection) != head():
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")


def check(engine: Engine) -> None:
    """Refuse a database that is not at the program's schema: SchemaOutdated or SchemaNewer."""
    with engine.begin() as connection:
        current = _current(connection)
        if current == head():
            return
        _refuse_newer(connection)
        raise SchemaOutdated(
            f"the database is at schema {current or 'none'}, "
            f"the program needs {head()}: run `wasl db upgrade`"
        )


@lru_cache(maxsize=1)
def head() -> str:
    """Return the newest revision that the program knows."""
    return _scripts().get_current_head() or ""


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    current = _current(connection)
    if current is not None and current not in {script.revision for script in _scripts().walk_revisions()}:
        raise SchemaNewer(
            f"the database is at schema {current}, which this version of Wasl does not know: "
            "use the newer version that wrote it, or restore a backup"
        )


def _let_no_other_process_upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # on SQLite the transaction holds the write lock already
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('wasl schema'))"))
