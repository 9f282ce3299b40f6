"""Bytes of attachments: content-addressed, encrypted, on the disk before any row names them."""

import asyncio
import contextlib
import hashlib
import math
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.messages import Attachment
from bot.store.disk import sync_folder
from bot.store.errors import Unreadable
from bot.store.keys import KeyRing
from bot.store.media import kind_of, plain_name, type_of

ASIDE = ".old-"  # before the name of a file that is just being removed


class DiskFiles:
    """`bot.ports.store.FileStore` in a folder: `<first two hex digits>/<SHA-256 of the plain bytes>`."""

    def __init__(self, folder: Path, ring: KeyRing) -> None:
        """Keep files under `folder`, which is made when the first one comes."""
        self._folder = folder
        self._ring = ring

    async def put(self, data: bytes, *, name: str, declared: str | None = None) -> Attachment:  # noqa: ARG002
        """Store and return the attachment; its type is read from the content, not `declared`."""
        return await asyncio.to_thread(self._put, data, plain_name(name))

    async def get(self, key: str) -> bytes:
        """Return the plain bytes. KeyError if there are none, Unreadable if they were changed."""
        return await asyncio.to_thread(self._read, key)

    async def remove(self, key: str) -> None:
        """Erase. Nothing happens if it is gone already."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    def _put(self, data: bytes, name: str) -> Attachment:
        key, media_type = hashlib.sha256(data).hexdigest(), type_of(data)
        self._write(key, data)
        return Attachment(key=key, name=name, media_type=media_type, size=len(data), kind=kind_of(media_type))

    def check_all(self) -> frozenset[str]:
        """Open every file; returns their keys. Unreadable if one was changed."""
        keys = frozenset(path.name for path in self.walk(self._folder))
        for key in keys:
            if hashlib.sha256(self._read(key)).hexdigest() != key:
                raise Unreadable(f"the file {key} holds something else")
        return keys

    def stale(self) -> Iterator[Path]:
        """Go through the files that an older key sealed."""
        head = self._ring.head
        for path in self.walk(self._folder):
            with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
                if file.read(len(head)) != head:
                    yield path

    def reseal(self) -> Iterator[str]:
        """Seal with the newest key what an older one sealed; gives each key once its file is on the disk.

        A file that is erased meanwhile stays erased. Unreadable if one was changed.
        """
        for path in self.stale():
            try:
                data = self._read(path.name)
            except KeyError:
                continue
            sealed = self._ring.seal(data, _context(path.name))
            if _write_whole(path, sealed, instead=True):
                sync_folder(path.parent)
                yield path.name

    def forsaken(
        self, *, unnamed: Callable[[Collection[str]], Collection[str]], before: float
    ) -> Sequence[Path]:
        """List files that nothing names and that were written before a time (Unix seconds).

        `unnamed` tells which of some keys nothing names. What was left half written (`.new-…`) is listed too.
        """
        old = [path for path in self.walk(self._folder) if _written(path) < before]
        lost = set(unnamed([path.name for path in old])) if old else set()
        half = sorted(self._folder.glob("[0-9a-f][0-9a-f]/.new-*"))
        return [
            *(path for path in old if path.name in lost),
            *(path for path in half if _written(path) < before),
        ]

    def sweep(self, found: Sequence[Path], *, before: float) -> Sequence[Path]:
        """Remove what `forsaken` found, but what has been written again since; returns what was removed."""
        for aside in self._folder.glob(f"[0-9a-f][0-9a-f]/{ASIDE}*"):  # left by a sweep that was killed
            aside.replace(aside.with_name(aside.name.removeprefix(ASIDE)))
        return [path for path in found if _remove_old(path, before)]

    @staticmethod
    def walk(folder: Path) -> Iterator[Path]:
        """Go through the files in a folder of this kind, leaving out those that are just being written."""
        yield from sorted(path for path in folder.glob("[0-9a-f][0-9a-f]/*") if not path.name.startswith("."))

    def _path(self, key: str) -> Path:
        """Return where a key lies. KeyError for anything that is not a key: no path leads elsewhere."""
        if len(key) != 64 or not set(key) <= set("0123456789abcdef"):
            raise KeyError(key)
        return self._folder / key[:2] / key

    def _write(self, key: str, data: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed = self._ring.seal(data, _context(key))
        _write_whole(path, sealed)
        for folder in (path.parent, self._folder):
            sync_folder(folder)

    def _read(self, key: str) -> bytes:
        try:
            sealed = self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise KeyError(key) from error
        return self._ring.open(sealed, _context(key))


def _written(path: Path) -> float:
    """Return when a file was written, in Unix seconds; one that is gone counts as new."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _remove_old(path: Path, before: float) -> bool:
    """Remove a file unless it was written again meanwhile: the same bytes may just have come once more."""
    aside = path.with_name(f"{ASIDE}{path.name}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if _written(aside) >= before:
        aside.replace(path)
        return False
    aside.unlink()
    return True


def _write_whole(path: Path, body: bytes, *, instead: bool = False) -> bool:
    """Let a file appear under its name only when all of it is on the disk.

    With `instead` it takes the place of one that is there; False, and nothing is written, if that is gone.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        try:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            Path(file.name).unlink()
            raise
    if instead and not path.exists():
        Path(file.name).unlink()
        return False
    Path(file.name).replace(path)
    return True


def _context(key: str) -> bytes:
    return b"file:" + key.encode()
