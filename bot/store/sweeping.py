"""Which stored files no row names: left by a process that died between writing a file and its row."""

import json
import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import JSON, Engine, String, Table, make_url, select

from bot.store.columns import EncryptedJSON, EncryptedText, use_keys
from bot.store.disk import sync_folder
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing
from bot.store.opening import check_keys, engine_for
from bot.store.schema import check
from bot.store.tables import ORDER
from bot.store.tables import files as named_files
from bot.store.touring import Place, beyond, place_of

AGE = timedelta(days=1)  # a younger file may belong to a message whose row is still being written
EVERY = timedelta(days=1)
MARK = ".swept"  # in the folder of files: when they were swept last
BATCH = 500  # rows in memory at once
_TEXTS = (String, JSON, EncryptedText, EncryptedJSON)
_KEY = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def sweep(
    url: str, ring: KeyRing, *, folder: Path, now: datetime, removing: bool = True
) -> tuple[tuple[str, int], ...]:
    """Remove files older than a day that nothing names; returns name and size in bytes of each.

    Without `removing` they are only listed. A file counts as named if its key stands in any text of any
    table, sealed or not: attachments, the shelf, letters, voice notes, forms that somebody is filling in,
    arrivals that failed. Errors: SchemaOutdated, SchemaNewer, WrongKeys, Unreadable.
    """
    disk, before = DiskFiles(folder, ring), (now - AGE).timestamp()
    engine = engine_for(make_url(url))
    try:
        check(engine)
        check_keys(engine, ring)
        found = disk.forsaken(unnamed=lambda keys: _unnamed(engine, ring, keys), before=before)
    finally:
        engine.dispose()
    sizes = {path: path.stat().st_size for path in found if path.exists()}
    gone = disk.sweep(tuple(sizes), before=before) if removing else tuple(sizes)
    for parent in {path.parent for path in gone} if removing else ():
        sync_folder(parent)
    return tuple((path.name, sizes[path]) for path in gone)


def sweep_daily(
    now: datetime, *, url: str, ring: KeyRing, folder: Path
) -> tuple[tuple[str, int], ...] | None:
    """Do the same, unless it was done within a day: then None. The folder keeps when that was."""
    mark = folder / MARK
    if mark.exists() and now - _time(mark) < EVERY:
        return None
    gone = sweep(url, ring, folder=folder, now=now)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(now.isoformat(), encoding="ascii")
    return gone


def _time(mark: Path) -> datetime:
    """Return when it was done last; long ago if the file is unfit."""
    try:
        return datetime.fromisoformat(mark.read_text(encoding="ascii"))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _unnamed(engine: Engine, ring: KeyRing, keys: Collection[str]) -> Collection[str]:
    """Ask the list of named files first; read every text of every table only for what is not in it."""
    use_keys(engine, ring)
    with engine.begin() as connection:
        listed = {row.key for row in connection.execute(select(named_files.c.key).distinct())}
    missing = {key for key in keys if key not in listed}
    for each in ORDER:
        for words in _texts(engine, each) if missing else ():
            missing.difference_update(_KEY.findall(words))
    return missing


def _texts(engine: Engine, each: Table) -> Iterator[str]:
    """Give every text of a table, JSON as it is written, in short transactions."""
    own = list(each.primary_key.columns)
    wanted = {c.name: c for c in (*own, *(c for c in each.c if isinstance(c.type, _TEXTS)))}
    after: Place | None = None
    while True:
        with engine.begin() as connection:
            page = select(*wanted.values()).where(beyond(each, after)).order_by(*own).limit(BATCH)
            rows = connection.execute(page).all()
        for row in rows:
            yield from (one if isinstance(one, str) else json.dumps(one, default=str) for one in row if one)
        if not rows:
            return
        after = place_of(each, rows[-1])
