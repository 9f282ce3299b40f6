"""Publishing: files are replaced whole, each version is kept with who and why, the way back is open."""

import asyncio
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.authors.change import Change, digest_of
from bot.authors.places import Folders, scope_of
from bot.authors.reviewing import Reviewer
from bot.content.problems import Problem
from bot.engine.content import Content
from bot.messages import Language
from bot.ports.store import Store, Transaction
from bot.ports.store.authored import Version

FILES = "files"  # actor of what was changed by hand or in git
_PART = ".part"  # ending of a file that is being written: no YAML, so nobody reads it


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """It is in the files; the content takes it over by itself."""

    files: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """It would break the content."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overtaken:
    """Somebody else changed these files meanwhile."""

    files: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unchanged:
    """The files say all of it already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotWritable:
    """The folder of the content cannot be written."""

    reason: str


PublishOutcome = Published | Refused | Overtaken | Unchanged | NotWritable


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """Who publishes, why, and what the public may read about it."""

    actor: str  # staff id
    why: str
    note: Mapping[Language, str] | None = None


@dataclass(kw_only=True)
class Publisher:
    """Writes changes, one at a time."""

    folders: Folders
    store: Store
    reviewer: Reviewer
    new_id: Callable[[], str]
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def publish(
        self, change: Change, why: Why, contents: Mapping[str, Content], *, now: datetime
    ) -> PublishOutcome:
        """Write the change, if nobody was faster and nothing is wrong with it."""
        async with self._alone:
            return await self._publish(change, why, contents, now)

    async def _publish(
        self, change: Change, why: Why, contents: Mapping[str, Content], now: datetime
    ) -> PublishOutcome:
        if overtaken := change.stale(self.folders):
            return Overtaken(files=overtaken)
        real = change.real(self.folders)
        if not real.files:
            return Unchanged()
        review = await asyncio.to_thread(self.reviewer.review, change, contents)
        if review.errors:
            return Refused(problems=review.errors)
        job = _Job(folders=self.folders, change=real, why=why, batch=self.new_id()[:32], now=now)
        try:
            await asyncio.to_thread(job.prepare)
            return await self.store.write(job.commit)
        except OSError as error:
            return NotWritable(reason=error.strerror or type(error).__name__)
        finally:
            job.clean()


@dataclass(kw_only=True)
class _Job:
    """One publishing: first every new text lies beside its file, then all of them change places."""

    folders: Folders
    change: Change
    why: Why
    batch: str
    now: datetime
    _parts: dict[str, Path] = field(default_factory=dict)

    def prepare(self) -> None:
        """Write the new texts, safe on the disk. Raises OSError."""
        for each in self.change.files:
            if each.text is not None:
                path = self.folders.path(each.file)
                path.parent.mkdir(parents=True, exist_ok=True)
                self._parts[each.file] = path.with_suffix(path.suffix + _PART)
                _write(self._parts[each.file], each.text)

    def commit(self, tx: Transaction) -> PublishOutcome:
        """Keep the versions and put the files in their places. Raises OSError, and then nothing has changed.

        Should the machine stop between the two, the files are ahead of the versions: the next publishing
        keeps what it finds.
        """
        if overtaken := self.change.stale(self.folders):
            return Overtaken(files=overtaken)
        before = {each.file: self.folders.text(each.file) for each in self.change.files}
        for each in self.change.files:
            self._keep_found(tx, each.file, before[each.file])
            self._keep(tx, each.file, each.text, self.why)
            self._audit(tx, each.file, digest_of(each.text))
        self._put(before)
        return Published(files=tuple(before))

    def clean(self) -> None:
        """Remove what did not get to its place."""
        for part in self._parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _put(self, before: Mapping[str, str | None]) -> None:
        done: list[str] = []
        try:
            for each in self.change.files:
                _place(self.folders.path(each.file), self._parts.get(each.file))
                done.append(each.file)
        except OSError:
            for file in done:
                _restore(self.folders.path(file), before[file])
            raise

    def _keep_found(self, tx: Transaction, file: str, text: str | None) -> None:
        """Keep what the file said if no version says so: it was written by hand or in git."""
        known = tx.authored.of_file(scope_of(file), file, limit=1)
        if digest_of(text) != (known[0].digest if known else digest_of(None)):
            self._keep(tx, file, text, Why(actor=FILES, why=""))

    def _keep(self, tx: Transaction, file: str, text: str | None, why: Why) -> None:
        version = Version(
            id=0,
            organisation=scope_of(file),
            file=file,
            text=text,
            digest=digest_of(text),
            actor=why.actor,
            why=why.why,
            note=why.note,
            batch=self.batch,
            at=self.now,
        )
        tx.authored.add(version)

    def _audit(self, tx: Transaction, file: str, digest: str) -> None:
        detail = {"why": self.why.why, "digest": digest}
        action, actor = "content-published", self.why.actor
        tx.staff.audit(scope_of(file), actor=actor, action=action, subject=file, detail=detail, at=self.now)


def _place(path: Path, part: Path | None) -> None:
    if part is None:
        path.unlink(missing_ok=True)
    else:
        part.replace(path)


def _write(path: Path, text: str) -> None:
    with path.open("wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())


def _restore(path: Path, text: str | None) -> None:
    with suppress(OSError):
        if text is None:
            path.unlink(missing_ok=True)
        else:
            _write(path, text)
