"""Moves an installation's data to another database, e.g. from SQLite to PostgreSQL."""

from collections.abc import Mapping

from sqlalchemy import make_url

from bot.store.copying import copy_everything
from bot.store.keys import KeyRing
from bot.store.opening import check_keys, engine_for
from bot.store.schema import check, upgrade


def move(source: str, target: str, ring: KeyRing) -> Mapping[str, int]:
    """Copy all tables into an empty database, made first; returns rows by table.

    Stop Wasl before: what is written to the old database meanwhile is not copied. Errors: SchemaOutdated,
    SchemaNewer, WrongKeys, CopyFailed.
    """
    old, new = engine_for(make_url(source)), engine_for(make_url(target))
    try:
        check(old)
        check_keys(old, ring)
        upgrade(new)
        return copy_everything(old, new)
    finally:
        old.dispose()
        new.dispose()
