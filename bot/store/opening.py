"""Opens the store of a database URL."""

from sqlalchemy import URL, Engine, insert, make_url, select, update
from sqlalchemy.exc import OperationalError

from bot.ports.store import Store
from bot.store.columns import use_keys
from bot.store.errors import DatabaseUnreachable, UnknownDatabase, Unreadable, WrongKeys
from bot.store.keys import KeyRing
from bot.store.names import index_older
from bot.store.schema import check, upgrade
from bot.store.sqlite import SqliteStore, writing_engine
from bot.store.tables import installation
from bot.store.trigrams import ensure_line_index

PROOF = b"this database belongs to this key file"
CONTEXT = b"installation.key-check"


def open_store(url: str, ring: KeyRing, *, upgrading: bool = True) -> Store:
    """Open a database, made or upgraded first unless `upgrading` is off.

    Errors: UnknownDatabase, DatabaseUnreachable, SchemaOutdated, SchemaNewer, WrongKeys.
    """
    parsed = make_url(url)
    engine = engine_for(parsed)
    use_keys(engine, ring)
    try:
        (upgrade if upgrading else check)(engine)
        check_keys(engine, ring)
        if upgrading:
            index_older(engine)
            ensure_line_index(engine)
    except OperationalError as error:
        raise DatabaseUnreachable(f"the database {parsed!r} cannot be opened: {error.orig}") from error
    finally:
        engine.dispose()
    if parsed.get_backend_name() == "sqlite":
        return SqliteStore(parsed, ring)
    from bot.store.postgres import PostgresStore  # its driver is loaded only where it is used

    return PostgresStore(parsed, ring)


def engine_for(url: URL) -> Engine:
    """Return a synchronous engine for upgrading, backup and moving."""
    kind = url.get_backend_name()
    if kind == "sqlite":
        return writing_engine(url)
    if kind == "postgresql":
        from bot.store.postgres import synchronous_engine

        return synchronous_engine(url)
    raise UnknownDatabase(f"Wasl keeps its data in sqlite or postgresql, not in {kind}")


def check_keys(engine: Engine, ring: KeyRing) -> None:
    """Tie a new database to the key ring. WrongKeys if it belongs to another."""
    with engine.begin() as connection:
        sealed = connection.execute(
            select(installation.c.value).where(installation.c.name == "key-check")
        ).scalar()
        if sealed is None:
            connection.execute(insert(installation).values(name="key-check", value=ring.seal(PROOF, CONTEXT)))
            return
    check_proof(sealed, ring)


def renew_proof(engine: Engine, ring: KeyRing) -> None:
    """Seal the proof with the newest key, so that the older ones may be retired."""
    with engine.begin() as connection:
        mine = update(installation).where(installation.c.name == "key-check")
        connection.execute(mine.values(value=ring.seal(PROOF, CONTEXT)))


def check_proof(sealed: bytes, ring: KeyRing) -> None:
    """Refuse a database whose proof the key ring does not open: WrongKeys."""
    try:
        ring.open(sealed, CONTEXT)
    except Unreadable as error:
        raise WrongKeys(
            "the key file does not belong to this database: set WASL_KEY_FILE to the right one"
        ) from error
