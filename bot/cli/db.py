"""`wasl db`: the database as a whole."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.knowledge import settings
from bot.cli.output import emit, fail, tell

if TYPE_CHECKING:
    from bot.store.backup import Manifest

group = typer.Typer(no_args_is_help=True, help="Schema, copies, another database.")
Folder = Annotated[Path, typer.Argument(help="Folder of the backup.")]


@group.command()
def upgrade() -> None:
    """Bring the database to the program's schema (`wasl serve` does it at its start)."""
    from bot.ports.store import StoreError
    from bot.store.columns import use_keys
    from bot.store.keys import open_key_file
    from bot.store.names import index_older
    from bot.store.opening import check_keys, engine_for
    from bot.store.schema import head
    from bot.store.schema import upgrade as upgraded
    from bot.store.trigrams import ensure_line_index

    chosen = settings()
    chosen.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    from sqlalchemy import make_url

    try:
        ring = open_key_file(chosen.keys)
        engine = engine_for(make_url(chosen.database))
        use_keys(engine, ring)
        upgraded(engine)
        check_keys(engine, ring)
        index_older(engine)
        ensure_line_index(engine)
        engine.dispose()
    except StoreError as error:
        fail(str(error))
    tell(f"The database is at schema {head()}.")


@group.command()
def backup(folder: Folder) -> None:
    """Copy database and attachments of a running installation, and read the copy back."""
    from bot.ports.store import StoreError
    from bot.store.backup import backup as backed_up
    from bot.store.keys import open_key_file

    chosen = settings()
    try:
        ring = open_key_file(chosen.keys)
        _told(backed_up(chosen.database, ring, files=chosen.files, target=folder))
    except StoreError as error:
        fail(str(error), 1)
    tell(f"The keys are not in it: keep a copy of {chosen.keys} elsewhere.")


@group.command()
def restore(folder: Folder) -> None:
    """Bring a backup into an empty installation; its key file must be in place."""
    from bot.ports.store import StoreError
    from bot.store.backup import restore as restored
    from bot.store.keys import open_key_file

    chosen = settings()
    if not chosen.keys.exists():
        fail(f"Put the installation's key file at {chosen.keys} first: without it a backup cannot be read.")
    try:
        ring = open_key_file(chosen.keys)
        _told(restored(folder, chosen.database, ring, files=chosen.files))
    except StoreError as error:
        fail(str(error), 1)


@group.command()
def move(to: Annotated[str, typer.Option(help="URL of an empty database.")]) -> None:
    """Copy all data to another database, e.g. from SQLite to PostgreSQL; stop Wasl before."""
    from bot.ports.store import StoreError
    from bot.store.keys import open_key_file
    from bot.store.moving import move as moved

    chosen = settings()
    try:
        rows = moved(chosen.database, to, open_key_file(chosen.keys))
    except StoreError as error:
        fail(str(error), 1)
    emit({"moved": dict(rows)})
    tell("Set WASL_DATABASE_URL to the new database and start Wasl.")


@group.command()
def sweep(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them.")] = False,
) -> None:
    """Remove stored files older than a day that nothing names; Wasl may be running."""
    from datetime import UTC, datetime

    from bot.ports.store import StoreError
    from bot.store.keys import open_key_file
    from bot.store.sweeping import sweep as swept

    chosen = settings()
    try:
        ring, now = open_key_file(chosen.keys), datetime.now(UTC)
        found = swept(chosen.database, ring, folder=chosen.files, now=now, removing=not dry_run)
    except StoreError as error:
        fail(str(error), 1)
    for name, size in found:
        tell(f"{name}  {size} bytes")
    emit({"removed" if not dry_run else "would_remove": len(found), "bytes": sum(size for _, size in found)})


def _told(manifest: "Manifest") -> None:
    emit(asdict(manifest))
