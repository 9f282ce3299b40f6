"""After the keys were rotated: what older keys sealed is sealed anew with the newest.

It goes table by table in batches, each a short transaction, while Wasl runs. Which rows are left is read from
the values themselves (each begins with the id of its key), so that a run that was killed goes on where it was
left and one that is repeated changes nothing. A blind index is made anew in the same statement as its value.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    LargeBinary,
    Table,
    and_,
    bindparam,
    func,
    make_url,
    or_,
    select,
    type_coerce,
    update,
)

from bot.store.columns import BlindIndex, EncryptedJSON, EncryptedText
from bot.store.copying import as_stored
from bot.store.errors import StillSealed
from bot.store.files import DiskFiles
from bot.store.keys import HEAD, Key, KeyRing, open_key_file, retire_keys
from bot.store.names import index_anew
from bot.store.opening import check_keys, engine_for, renew_proof
from bot.store.schema import check
from bot.store.tables import ORDER, persons
from bot.store.touring import Place, beyond, place_of

BATCH = 200  # rows in one transaction
PAUSE = 0.02  # seconds between two, so that arrivals on SQLite are not kept waiting
NAME = "persons.name"  # the context of names, of whose words there are blind indexes of their own
TOUR_PAUSE = 0.5  # seconds before rows are tried again that another transaction held
Step = Callable[[str, int], None]  # told after each batch: table or `files`, values' rows sealed anew


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """What older keys still seal."""

    rows: Mapping[str, int]  # by table, those with none left out
    files: int

    @property
    def any(self) -> bool:
        """Tell whether an older key is still needed."""
        return bool(self.rows) or self.files > 0


def _no_step(_what: str, _count: int) -> None:
    pass


def reseal(
    url: str, ring: KeyRing, *, files: Path, batch: int = BATCH, told: Step = _no_step
) -> Mapping[str, int]:
    """Seal everything with the newest key; returns how many rows (by table) and `files` were changed.

    Errors: SchemaOutdated, SchemaNewer, WrongKeys; Unreadable for a value whose key is not in the key file.
    """
    engine = engine_for(make_url(url))
    try:
        check(engine)
        check_keys(engine, ring)
        done = {each.name: _table(engine, each, ring, batch, told) for each in _SEALED}
        renew_proof(engine, ring)
    finally:
        engine.dispose()
    done["files"] = sum(1 for _ in DiskFiles(files, ring).reseal())
    told("files", done["files"])
    return {name: count for name, count in done.items() if count}


def left(url: str, ring: KeyRing, *, files: Path) -> Left:
    """Count what is not sealed with the newest key."""
    engine = engine_for(make_url(url))
    try:
        check(engine)
        check_keys(engine, ring)
        rows = {each.name: _count(engine, each, ring) for each in _SEALED}
    finally:
        engine.dispose()
    stale = sum(1 for _ in DiskFiles(files, ring).stale())
    return Left(rows={name: count for name, count in rows.items() if count}, files=stale)


def retire(url: str, key_file: Path, *, files: Path) -> tuple[Key, ...]:
    """Take the older keys out of the key file and return them. StillSealed while a row or file needs one."""
    remaining = left(url, open_key_file(key_file), files=files)
    if remaining.any:
        raise StillSealed(
            f"older keys are still needed for {sum(remaining.rows.values())} rows "
            f"and {remaining.files} files: run `wasl keys reseal` first"
        )
    return retire_keys(key_file)


def _sealed_columns(each: Table) -> tuple[Any, ...]:
    return tuple(c for c in each.c if isinstance(c.type, EncryptedText | EncryptedJSON))


_SEALED: tuple[Table, ...] = tuple(each for each in ORDER if _sealed_columns(each))


def _table(engine: Engine, each: Table, ring: KeyRing, batch: int, told: Step) -> int:
    """Tour a table until nothing is left: a row that another transaction holds is met again later."""
    changed = 0
    while True:
        changed += _tour(engine, each, ring, batch, told)
        if not _count(engine, each, ring):
            return changed
        time.sleep(TOUR_PAUSE)


def _tour(engine: Engine, each: Table, ring: KeyRing, batch: int, told: Step) -> int:
    """Go through a table once, in the order of its primary key."""
    changed = 0
    after: Place | None = None
    while True:
        with engine.begin() as connection:
            rows = connection.execute(_page(each, ring.head, batch, after)).all()
            for row in rows:
                _renew(connection, each, row, ring)
        if not rows:
            return changed
        changed += len(rows)
        after = place_of(each, rows[-1])
        told(each.name, len(rows))
        time.sleep(PAUSE)


def _page(each: Table, head: bytes, batch: int, after: Place | None) -> Any:  # noqa: ANN401 - a Select
    """Select rows to be sealed anew: primary key and raw values. Passes over rows that others hold."""
    own = [*each.primary_key.columns, *((each.c.organisation_id,) if each is persons else ())]
    raw = [type_coerce(c, LargeBinary()).label(c.name) for c in _sealed_columns(each)]
    query = (
        select(*own, *raw).where(_stale(each, head), beyond(each, after)).order_by(*each.primary_key.columns)
    )
    query = query.limit(batch)
    return query.with_for_update(skip_locked=True, of=each)


def _renew(connection: Connection, each: Table, row: Any, ring: KeyRing) -> None:  # noqa: ANN401 - a row
    """Seal a row's values anew, and make its blind indexes anew."""
    values: dict[str, bytes] = {}
    plain: dict[str, bytes] = {}  # by context: what a blind index is made of
    for c in _sealed_columns(each):
        sealed = getattr(row, c.name)
        if sealed is not None:
            plain[c.type.context] = ring.open(sealed, c.type.context.encode())
            values[c.name] = ring.seal(plain[c.type.context], c.type.context.encode())
    for c in each.c:
        if isinstance(c.type, BlindIndex) and c.type.context in plain:
            values[c.name] = ring.blind(plain[c.type.context].decode(), c.type.context)
    stored = as_stored(each)
    mine = and_(*(stored.c[c.name] == getattr(row, c.name) for c in each.primary_key.columns))
    connection.execute(update(stored).where(mine).values(values))
    if NAME in plain:
        index_anew(connection, ring, row.organisation_id, row.id, plain[NAME].decode())


def _count(engine: Engine, each: Table, ring: KeyRing) -> int:
    with engine.begin() as connection:
        query = select(func.count()).select_from(each).where(_stale(each, ring.head))
        return connection.execute(query).scalar_one()


def _stale(each: Table, head: bytes) -> ColumnElement[bool]:
    """Tell rows in which an older key sealed a value."""
    raw = (type_coerce(c, LargeBinary()) for c in _sealed_columns(each))
    begins = (func.substr(value, 1, HEAD, type_=LargeBinary()) for value in raw)
    return or_(*(each_begin != bindparam(None, head, LargeBinary()) for each_begin in begins))
