"""The databases over which the contract suite is played."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import delete, make_url

from bot.store.opening import engine_for
from bot.store.schema import upgrade
from bot.store.tables import ORDER

POSTGRES = os.environ.get("WASL_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test")
REQUIRED = "postgres" in os.environ.get("WASL_REQUIRE", "")


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database of its own."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'wasl.db'}"
    else:
        with _schema() as url:
            yield url


def with_tables(folder: Path) -> str:
    """Return the URL of a folder's SQLite database; a new one has the program's tables at once.

    All migrations one after the other take longer than most tests.
    """
    file = folder / "wasl.db"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_template())
    return f"sqlite:///{file}"


@cache
def _template() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "wasl.db"
        engine = engine_for(make_url(f"sqlite:///{file}"))
        upgrade(engine)
        engine.dispose()
        with closing(sqlite3.connect(file)) as connection:
            return connection.serialize()


@contextmanager
def _schema() -> Iterator[str]:
    name = f"wasl_test_{uuid4().hex}"
    with _server() as server:
        server.execute(f"CREATE SCHEMA {name}".encode())
        try:
            url = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={name}"})
            yield url.render_as_string(hide_password=False)
        finally:
            server.execute(f"DROP SCHEMA {name} CASCADE".encode())


def empty(url: str) -> None:
    """Remove all rows."""
    engine = engine_for(make_url(url))
    with engine.begin() as connection:
        for table in reversed(ORDER):
            connection.execute(delete(table))
    engine.dispose()


def _server() -> psycopg.Connection:
    address = make_url(POSTGRES).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        return psycopg.connect(address, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        reason = f"no PostgreSQL server at WASL_TEST_POSTGRES ({make_url(POSTGRES)!r}): {error}"
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)
