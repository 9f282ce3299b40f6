from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, make_url, text

from bot.store.errors import DatabaseUnreachable, SchemaNewer, SchemaOutdated, UnknownDatabase, WrongKeys
from bot.store.keys import KeyRing, new_key
from bot.store.line_index import is_ours
from bot.store.opening import check_keys, engine_for, open_store
from bot.store.schema import check, head, upgrade
from bot.store.tables import ORDER, WITHOUT_ORGANISATION, metadata
from tests.store.conftest import DATABASES
from tests.store.databases import fresh_database


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database without tables."""
    with fresh_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = engine_for(make_url(url))
    yield engine
    engine.dispose()


def test_the_schema_is_the_sum_of_the_migrations(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_ours}
        )
        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)
    check(engine)


def test_an_empty_database_is_refused_unless_it_may_be_upgraded(
    engine: Engine, url: str, ring: KeyRing
) -> None:
    with pytest.raises(SchemaOutdated, match="wasl db upgrade"):
        check(engine)
    with pytest.raises(SchemaOutdated, match=head()):
        open_store(url, ring, upgrading=False)


def test_a_newer_database_is_refused(engine: Engine, url: str, ring: KeyRing) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewer, match="9999"):
        open_store(url, ring)
    with pytest.raises(SchemaNewer, match="9999"):
        open_store(url, ring, upgrading=False)


def test_a_migration_that_breaks_leaves_nothing_behind(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE timers (something_else INTEGER)"))
    with pytest.raises(Exception, match="timers"):
        upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE timers"))
    upgrade(engine)
    check(engine)


def test_another_key_file_is_refused(engine: Engine, ring: KeyRing) -> None:
    upgrade(engine)
    check_keys(engine, ring)
    check_keys(engine, KeyRing((new_key(), *ring.keys)))
    with pytest.raises(WrongKeys, match="WASL_KEY_FILE"):
        check_keys(engine, KeyRing((new_key(),)))


@pytest.mark.parametrize("other", ["mysql://root@127.0.0.1/x", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(other: str, ring: KeyRing) -> None:
    with pytest.raises(UnknownDatabase):
        open_store(other, ring)


def test_every_table_carries_its_organisation() -> None:
    without = {table for table in ORDER if "organisation_id" not in table.c}
    assert without == set(WITHOUT_ORGANISATION)


def test_a_database_that_does_not_open_is_named_without_its_password(tmp_path: Path, ring: KeyRing) -> None:
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(DatabaseUnreachable, match=r"folder\.db"):
        open_store(f"sqlite:///{tmp_path / 'folder.db'}", ring)
    with pytest.raises(DatabaseUnreachable) as caught:
        open_store("postgresql+psycopg://me:geheim@127.0.0.1:1/none", ring)
    assert "127.0.0.1:1" in str(caught.value)
    assert "geheim" not in str(caught.value)
