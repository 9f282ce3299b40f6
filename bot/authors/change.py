"""What an author is about to publish: files, their new texts, and what they said when it was begun."""

import base64
import difflib
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.authors.places import Folders, NotForAuthors, scope_of

MOST_BYTES = 5_000_000  # of all texts of a change
MOST_FILES = 500
NOTHING = ""  # digest of a file that is not there
_CONTEXT = 2  # unchanged lines shown around a changed one


class BadChange(ValueError):
    """The packed change is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """One file's part in a change."""

    file: str
    text: str | None  # None takes the file away
    base: str  # digest of the text that the author began with: the version token


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffLine:
    """A line of a difference."""

    sign: str  # "+", "-", " " or "@" for a leap
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Some files' new texts."""

    files: tuple[FileChange, ...]

    @property
    def scopes(self) -> frozenset[str]:
        """Whose files it touches."""
        return frozenset(scope_of(each.file) for each in self.files)

    @property
    def digest(self) -> str:
        """Hash of what it says."""
        return digest_of(self.pack())

    def pack(self) -> str:
        """Return it as text for a form's hidden field."""
        rows = [[each.file, each.text, each.base] for each in self.files]
        return base64.urlsafe_b64encode(zlib.compress(json.dumps(rows).encode(), 9)).decode()

    def real(self, folders: Folders) -> "Change":
        """Return it without the files that say already what they shall."""
        return Change(files=tuple(each for each in self.files if folders.text(each.file) != each.text))

    def stale(self, folders: Folders) -> tuple[str, ...]:
        """Return the files that somebody changed since the author began."""
        return tuple(each.file for each in self.files if digest_of(folders.text(each.file)) != each.base)


def unpack(packed: str) -> Change:
    """Return a change from a form's field. Raises BadChange."""
    try:
        opener = zlib.decompressobj()
        raw = opener.decompress(base64.urlsafe_b64decode(packed), MOST_BYTES)
        if opener.unconsumed_tail:
            raise BadChange("too large")
        rows = json.loads(raw)
        files = tuple(
            FileChange(file=str(file), text=None if text is None else str(text), base=str(base))
            for file, text, base in rows
        )
        if not files or len(files) > MOST_FILES:
            raise BadChange("no files, or too many")
        for each in files:
            scope_of(each.file)
    except (ValueError, TypeError, zlib.error, NotForAuthors) as error:
        raise BadChange(str(error)) from error
    return Change(files=files)


def digest_of(text: str | None) -> str:
    """Return the version token of a text."""
    return NOTHING if text is None else hashlib.sha256(text.encode()).hexdigest()


def difference(before: str | None, after: str | None) -> Iterator[DiffLine]:
    """Yield what changes between two texts, line by line."""
    old, new = (before or "").splitlines(), (after or "").splitlines()
    for line in list(difflib.unified_diff(old, new, lineterm="", n=_CONTEXT))[2:]:
        yield DiffLine(sign=line[0], text="" if line[0] == "@" else line[1:])
