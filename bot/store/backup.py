"""Backup of a running installation, and restore into an empty place.

A backup is a folder: `wasl.db` (SQLite, whatever the source is), `files/` and `manifest.json`. Fields and
files in it are encrypted as in the installation. The key file is not in it, keep it elsewhere: the manifest
names its keys.
"""

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import URL, make_url

from bot.store.disk import sync_file, sync_folder
from bot.store.errors import BackupFaulty
from bot.store.files import DiskFiles
from bot.store.keys import KeyRing
from bot.store.moving import move
from bot.store.opening import check_proof
from bot.store.sqlite import database_file
from bot.store.tables import ORDER

DATABASE, FILES, MANIFEST = "wasl.db", "files", "manifest.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a backup holds."""

    schema: int
    created_at: datetime
    revision: str  # of the database schema
    keys: tuple[str, ...]  # ids of the keys in force, newest first (not the keys themselves)
    database_sha256: str
    rows: Mapping[str, int]  # by table
    files: int
    absent: tuple[
        str, ...
    ]  # files that rows name and the installation did not have: erased meanwhile, or lost


@dataclass(frozen=True, kw_only=True, slots=True)
class _Content:
    """What the database of a backup says."""

    revision: str
    rows: Mapping[str, int]
    named: frozenset[str]  # keys of files


_manifest = TypeAdapter(Manifest)


def backup(url: str, ring: KeyRing, *, files: Path, target: Path) -> Manifest:
    """Write a backup while the installation runs, and read it back. BackupFaulty if `target` is not empty."""
    _refuse_used(target)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    _copy_database(make_url(url), ring, target / DATABASE)
    _copy_files(files, target / FILES)  # after the database: a row's file is written before the row
    manifest = _describe(target, ring)
    (target / MANIFEST).write_bytes(_manifest.dump_json(manifest, indent=1) + b"\n")
    sync_file(target / MANIFEST)
    sync_folder(target)
    return verify(target, ring)


def verify(folder: Path, ring: KeyRing) -> Manifest:
    """Read a backup whole: checksum, integrity, keys, rows, every file. BackupFaulty tells what is wrong."""
    manifest = _read_manifest(folder)
    if _sha256(folder / DATABASE) != manifest.database_sha256:
        raise BackupFaulty(f"{folder / DATABASE} was changed after the backup")
    found = _describe(folder, ring)
    if (found.rows, found.files, found.absent) != (manifest.rows, manifest.files, manifest.absent):
        raise BackupFaulty(f"{folder} does not hold what its manifest names")
    return manifest


def restore(folder: Path, url: str, ring: KeyRing, *, files: Path) -> Manifest:
    """Bring a backup into an empty database and an empty folder. BackupFaulty if one is in use."""
    manifest = verify(folder, ring)
    _refuse_used(files)
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _place_database(folder / DATABASE, database_file(parsed))
    else:
        _move_database(folder / DATABASE, url, ring)
    _copy_files(folder / FILES, files)
    return manifest


def _copy_database(url: URL, ring: KeyRing, target: Path) -> None:
    if url.get_backend_name() != "sqlite":
        move(url.render_as_string(hide_password=False), f"sqlite:///{target}", ring)
        return
    source = database_file(url)
    if not source.exists():
        raise BackupFaulty(f"there is no database at {source}")
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))  # one moment of it, without free pages
    sync_file(target)


def _place_database(source: Path, target: Path) -> None:
    for path in (target, target.with_name(target.name + "-wal")):
        if path.exists():
            raise BackupFaulty(f"{path} exists: a backup is restored into an empty place")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".restoring")
    shutil.copyfile(source, fresh)
    sync_file(fresh)
    fresh.replace(target)
    sync_folder(target.parent)


def _move_database(source: Path, url: str, ring: KeyRing) -> None:
    """Move a copy: opening a database for writing changes it, and a backup stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        shutil.copyfile(source, copy)
        move(f"sqlite:///{copy}", url, ring)


def _copy_files(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in DiskFiles.walk(source):
        place = target / path.parent.name / path.name
        place.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(path, place)
        sync_file(place)
        sync_folder(place.parent)


def _describe(folder: Path, ring: KeyRing) -> Manifest:
    content = _read_database(folder / DATABASE, ring)
    held = DiskFiles(folder / FILES, ring).check_all()
    return Manifest(
        schema=1,
        created_at=datetime.now(UTC),
        revision=content.revision,
        keys=tuple(key.id.hex() for key in ring.keys),
        database_sha256=_sha256(folder / DATABASE),
        rows=content.rows,
        files=len(held),
        absent=tuple(sorted(content.named - held)),
    )


def _read_database(path: Path, ring: KeyRing) -> _Content:
    """Read a backup's database without touching it. BackupFaulty if it is damaged, WrongKeys if not ours."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            [(state,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
            if state != "ok":
                raise BackupFaulty(f"{path} is damaged: {state}")
            [(proof,)] = connection.execute("SELECT value FROM installation WHERE name = 'key-check'")
            check_proof(proof, ring)
            [(revision,)] = connection.execute("SELECT version_num FROM alembic_version")
            named = frozenset(key for (key,) in connection.execute("SELECT DISTINCT key FROM files"))
            return _Content(revision=revision, rows=_count(connection), named=named)
    except (sqlite3.Error, ValueError) as error:
        raise BackupFaulty(f"{path} is not a database of Wasl: {error}") from error


def _count(connection: sqlite3.Connection) -> Mapping[str, int]:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    kept = sorted(table.name for table in ORDER if table.name in names)
    counting = "SELECT count(*) FROM {}"
    return {name: connection.execute(counting.format(name)).fetchone()[0] for name in kept}


def _read_manifest(folder: Path) -> Manifest:
    try:
        return _manifest.validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise BackupFaulty(f"{folder} is not a whole backup: {MANIFEST} is missing") from error
    except ValidationError as error:
        raise BackupFaulty(f"{folder / MANIFEST} cannot be read: {error}") from error


def _refuse_used(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise BackupFaulty(f"{folder} is not empty")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
