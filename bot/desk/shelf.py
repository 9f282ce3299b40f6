"""The shelf of an organisation: documents that staff keep at hand, some of them for everybody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bot.desk.outcomes import NotAllowed, Unknown
from bot.desk.permissions import may
from bot.messages import Attachment, Language
from bot.ports.records import Staff
from bot.ports.store import Transaction
from bot.ports.store.shelf import Audience, ShelfVersion

MOST_BYTES = 15 * 1024 * 1024
TITLE_LONGEST, NOTE_LONGEST = 120, 300
ENDINGS: Final[Mapping[str, str]] = {  # what may stand on a shelf: media type → ending of the saved file
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/plain": "txt",
}
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Unfit = Literal["empty", "size", "type", "title"]
Undeleted = Literal["cited", "in-force", "reason"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A document as it shall be."""

    document: str  # its name in addresses
    title: Mapping[Language, str]
    audience: Audience
    file: Attachment | None = None  # None = the file stays as it is
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Put:
    """It is on the shelf."""

    version: ShelfVersion


@dataclass(frozen=True, kw_only=True, slots=True)
class Deleted:
    """It is gone, with every version."""

    files: tuple[str, ...]  # keys that nothing names any more: remove them once this is committed


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """It cannot be deleted: an answer cites it, it is in force, or no reason was given."""

    why: Undeleted


def unfit(data: bytes, media_type: str) -> Unfit | None:
    """Say why a file cannot stand on a shelf; its type is the one read from its content."""
    if not data:
        return "empty"
    if len(data) > MOST_BYTES:
        return "size"
    return None if media_type in ENDINGS else "type"


def titled(arabic: str, english: str) -> Mapping[Language, str] | None:
    """Return a title in every language: what is written in one alone serves both; None if there is none."""
    ar, en = (" ".join(text.split())[:TITLE_LONGEST] for text in (arabic, english))
    return {"ar": ar or en, "en": en or ar} if ar or en else None


def put(
    tx: Transaction, by: Staff, organisation: str, change: Change, *, now: datetime
) -> Put | NotAllowed | Unknown:
    """Put a document on the shelf, give it a new file, or change who may open it. Every version stays."""
    if not may(by, organisation, "content"):
        return NotAllowed()
    before = tx.shelf.newest(organisation, change.document)
    file = change.file or (before.file if before else None)
    if file is None or not _NAME.fullmatch(change.document) or len(change.document) > 60:
        return Unknown()
    version = ShelfVersion(
        id=0,
        organisation=organisation,
        document=change.document,
        title=change.title,
        audience=change.audience,
        file=file,
        actor=by.id,
        note=change.note.strip()[:NOTE_LONGEST],
        at=now,
    )
    tx.shelf.add(version)
    tx.staff.audit(
        organisation,
        actor=by.id,
        action="document-added" if before is None else "document-changed",
        subject=change.document,
        detail={"audience": change.audience, "file": file.key, "name": file.name},
        at=now,
    )
    return Put(version=version)


def restore(
    tx: Transaction, by: Staff, organisation: str, version: int, *, note: str, now: datetime
) -> Put | NotAllowed | Unknown:
    """Put an earlier version in force again, as a new one. Who may open the document stays as it is.

    A document that was withdrawn comes back for those for whom that version was, at most.
    """
    if not may(by, organisation, "content"):
        return NotAllowed()
    versions = tx.shelf.all(organisation)
    wanted = next((one for one in versions if one.id == version), None)
    newest = next((one for one in versions if wanted and one.document == wanted.document), None)
    if wanted is None or newest is None or wanted.id == newest.id:
        return Unknown()
    audience = newest.audience if newest.audience != "withdrawn" else wanted.audience
    change = Change(
        document=wanted.document, title=wanted.title, audience=audience, file=wanted.file, note=note
    )
    return put(tx, by, organisation, change, now=now)


def delete(
    tx: Transaction,
    by: Staff,
    organisation: str,
    document: str,
    *,
    reason: str,
    cited: bool,
    now: datetime,
) -> Deleted | NotAllowed | Unknown | Kept:
    """Remove a withdrawn document with its history, for who may erase; `cited`: an answer names it."""
    if not may(by, organisation, "erase"):
        return NotAllowed()
    newest = tx.shelf.newest(organisation, document)
    if newest is None:
        return Unknown()
    why = " ".join(reason.split())[:NOTE_LONGEST]
    if cited or newest.audience != "withdrawn" or not why:
        return Kept(why="cited" if cited else "reason" if newest.audience == "withdrawn" else "in-force")
    files = tuple(tx.shelf.remove(organisation, document))
    tx.staff.audit(
        organisation,
        actor=by.id,
        action="document-deleted",
        subject=document,
        detail={"title": newest.title["ar"], "reason": why},
        at=now,
    )
    return Deleted(files=files)


def open_to(versions: Sequence[ShelfVersion], *audiences: Audience) -> list[ShelfVersion]:
    """Return those that certain readers may open, by their Arabic title."""
    return sorted((one for one in versions if one.audience in audiences), key=lambda one: one.title["ar"])


def address(organisation: str, document: str) -> str:
    """Return where everybody opens a public document, below the installation's own address."""
    return f"/{organisation}/documents/{document}"


def saved_as(version: ShelfVersion, language: Language) -> str:
    """Return the name of the file on the reader's device: the title, with the ending of what it is."""
    words = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", version.title[language]).strip(" .") or version.document
    return f"{words}.{ENDINGS.get(version.file.media_type, 'bin')}"
