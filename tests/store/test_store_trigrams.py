"""PostgreSQL where the account may not create pg_trgm: search goes on, and it is said what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, make_url, text
from structlog.testing import capture_logs

from bot.ports.store import Store, Transaction
from bot.store.keys import KeyRing
from bot.store.line_index import POSTGRES_INDEX
from bot.store.opening import engine_for, open_store
from bot.store.trigrams import MISSING
from tests.store.databases import POSTGRES, _server
from tests.store.values import NOW, ORG, address, open_chat

pytestmark = pytest.mark.postgres


@contextmanager
def _admin(url: URL) -> Iterator[psycopg.Connection]:
    address_ = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address_, autocommit=True) as connection:
        yield connection


@pytest.fixture
def poor() -> Iterator[URL]:
    """Give a database whose account owns a schema and may create no extension."""
    name = f"wasl_test_{uuid4().hex}"
    here = make_url(POSTGRES)
    with _server() as server:
        server.execute(f"CREATE ROLE {name} LOGIN".encode())
        server.execute(f"CREATE DATABASE {name}".encode())
        try:
            with _admin(here.set(database=name)) as inside:
                inside.execute(f"CREATE SCHEMA {name} AUTHORIZATION {name}".encode())
            yield here.set(username=name, database=name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            server.execute(f"DROP ROLE {name}".encode())


def _say(tx: Transaction) -> str:
    for number in range(30):
        chat = open_chat(tx, address(f"u{number}"))
        words = "ازرع الزعفران في البيت" if number == 0 else "متى يصل الرد على طلبي"
        tx.transcript.add(ORG, chat, direction="in", text=words, at=NOW)
    return open_chat(tx, address("u0"))


def _opened(url: URL, ring: KeyRing) -> tuple[Store, list[str]]:
    with capture_logs() as said:
        store = open_store(url.render_as_string(hide_password=False), ring)
    return store, [entry["event"] for entry in said if entry["log_level"] == "warning"]


def _has_index(url: URL) -> bool:
    engine = engine_for(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT to_regclass(:name)"), {"name": POSTGRES_INDEX}).scalar()
    engine.dispose()
    return found is not None


async def test_search_goes_on_without_the_extension_and_gets_its_index_later(
    poor: URL, ring: KeyRing
) -> None:
    store, warned = _opened(poor, ring)
    assert warned == [MISSING]
    chat = await store.write(_say)
    assert [one.id for one in await store.read.search([ORG], "زعفران")] == [chat]
    assert await store.read.search([ORG], "قرنبيط") == []
    await store.close()
    assert not _has_index(poor)

    with _admin(make_url(POSTGRES).set(database=poor.database)) as inside:
        inside.execute("CREATE EXTENSION pg_trgm")
    store, warned = _opened(poor, ring)
    assert warned == []
    assert [one.id for one in await store.read.search([ORG], "زعفران")] == [chat]
    await store.close()
    assert _has_index(poor)


async def test_with_the_extension_nothing_is_said(postgres: str, ring: KeyRing) -> None:
    store, warned = _opened(make_url(postgres), ring)
    await store.close()
    assert warned == []
    assert _has_index(make_url(postgres))
