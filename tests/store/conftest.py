"""One contract suite, played over every database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ports.store import Store
from bot.store.keys import KeyRing, new_key
from bot.store.opening import open_store
from tests.store.databases import empty, fresh_database, with_tables

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing((new_key(),))


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give one PostgreSQL schema to all tests of a process: making one takes longer than a test."""
    with fresh_database("postgres", tmp_path_factory.mktemp("none")) as url:
        yield url


@pytest.fixture
def postgres(schema: str) -> Iterator[str]:
    """Give that schema, with the program's tables if a test made them; emptied afterwards."""
    yield schema
    empty(schema)


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty database: without tables, or with the program's."""
    if request.param == "sqlite":
        with fresh_database("sqlite", tmp_path) as url:
            yield url
    else:
        yield request.getfixturevalue("postgres")


@pytest_asyncio.fixture
async def store(url: str, ring: KeyRing, tmp_path: Path) -> AsyncIterator[Store]:
    store = open_store(with_tables(tmp_path) if url.startswith("sqlite") else url, ring)
    yield store
    await store.close()
