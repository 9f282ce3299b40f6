"""`wasl keys`: the keys that seal identity fields, answers and files."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.knowledge import settings
from bot.cli.output import emit, fail, tell

group = typer.Typer(no_args_is_help=True, help="New keys; sealing anew with them; retiring old ones.")


@group.command()
def rotate(
    *,
    file_only: Annotated[
        bool,
        typer.Option("--file-only", help="Only add the key; `wasl keys reseal` does the rest."),
    ] = False,
) -> None:
    """Add a new key and seal everything with it anew; Wasl may be running."""
    from bot.ports.store import StoreError
    from bot.store.keys import rotate_key_file

    chosen = settings()
    try:
        ring = rotate_key_file(chosen.keys)
    except StoreError as error:
        fail(str(error), 1)
    tell(f"{chosen.keys} has a new key, {ring.keys[0].id.hex()}: copy the file to where you keep it.")
    if file_only:
        emit({"key": ring.keys[0].id.hex()})
        tell("Copy it to every machine that serves this database, then run `wasl keys reseal`.")
    else:
        reseal()


@group.command()
def reseal() -> None:
    """Seal with the newest key what older ones sealed; goes on where a run was stopped."""
    from bot.ports.store import StoreError
    from bot.store.keys import open_key_file
    from bot.store.resealing import reseal as resealed

    chosen = settings()
    try:
        ring = open_key_file(chosen.keys)
        done = resealed(chosen.database, ring, files=chosen.files, told=_told)
    except StoreError as error:
        fail(str(error), 1)
    emit({"key": ring.keys[0].id.hex(), "resealed": dict(done)})
    if len(ring.keys) > 1:
        tell("Older keys are needed for older backups only. `wasl keys retire` takes them out of the file.")


@group.command(name="list")
def listed() -> None:
    """List the keys, and what is not sealed with the newest; exit code 1 if something is."""
    from bot.ports.store import StoreError
    from bot.store.keys import open_key_file
    from bot.store.resealing import left

    chosen = settings()
    try:
        ring = open_key_file(chosen.keys)
        remaining = left(chosen.database, ring, files=chosen.files)
    except StoreError as error:
        fail(str(error))
    keys = [key.id.hex() for key in ring.keys]
    emit({"keys": keys, "left": {"rows": dict(remaining.rows), "files": remaining.files}})
    if remaining.any:
        fail("Older keys are still needed: run `wasl keys reseal`.", 1)


@group.command()
def retire(
    keep: Annotated[
        Path | None, typer.Option(help="Write the retired keys to this file, for backups made before.")
    ] = None,
) -> None:
    """Take older keys out of the key file, once nothing is sealed with them."""
    from bot.ports.store import StoreError
    from bot.store.keys import keep_keys, open_key_file
    from bot.store.resealing import retire as retired

    chosen = settings()
    try:
        older = open_key_file(chosen.keys).keys[1:]
        if older and keep is not None:
            keep_keys(keep, older)
        gone = retired(chosen.database, chosen.keys, files=chosen.files)
    except StoreError as error:
        fail(str(error), 1)
    emit({"retired": [key.id.hex() for key in gone]})
    if gone:
        tell("Backups made before are read only with the retired keys. Start Wasl again.")


def _told(what: str, count: int) -> None:
    tell(f"{what}: {count}")
