"""Versions of a file: as published, and as it is if somebody wrote it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.authors.change import Change, FileChange, digest_of
from bot.authors.places import COMMON, Folders, scope_of
from bot.authors.publishing import FILES
from bot.ports.store import Store
from bot.ports.store.authored import Version


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """What is known of a file's past."""

    file: str
    versions: tuple[Version, ...]  # newest first
    outside: bool  # the file says something that no version says


async def history(store: Store, folders: Folders, file: str) -> History:
    """Return a file's versions. Raises NotForAuthors."""
    scope = scope_of(file)
    versions = await store.write(lambda tx: tx.authored.of_file(scope, file))
    now = digest_of(folders.text(file))
    newest = versions[0].digest if versions else digest_of(None)
    return History(file=file, versions=tuple(versions), outside=now != newest)


async def version_of(store: Store, scope: str, id_: int) -> Version | None:
    """Return one version."""
    return await store.write(lambda tx: tx.authored.get(scope, id_))


async def newest(store: Store, scopes: Sequence[str], *, limit: int = 100) -> list[Version]:
    """Return the newest versions of several scopes, newest first."""
    found = await store.write(
        lambda tx: [each for scope in scopes for each in tx.authored.newest(scope, limit=limit)]
    )
    return sorted(found, key=lambda each: -each.id)[:limit]


async def notes(store: Store, organisation: str, *, limit: int = 50) -> list[Version]:
    """Return the changes that the public may read about, one a publishing, newest first."""
    found = await store.write(
        lambda tx: [
            each for scope in (organisation, COMMON) for each in tx.authored.noted(scope, limit=limit)
        ]
    )
    once = {each.batch: each for each in sorted(found, key=lambda each: each.id)}
    return sorted(once.values(), key=lambda each: -each.id)[:limit]


def back_to(folders: Folders, version: Version) -> Change:
    """Return the change that makes a file say again what it said."""
    base = digest_of(folders.text(version.file))
    return Change(files=(FileChange(file=version.file, text=version.text, base=base),))


def as_it_is(folders: Folders, file: str) -> Version:
    """Return the file as it is, for comparison with its versions."""
    text = folders.text(file)
    return Version(
        id=0, organisation=scope_of(file), file=file, text=text, digest=digest_of(text), actor=FILES, why="",
        note=None, batch="", at=datetime.now(UTC),
    )  # fmt: skip
