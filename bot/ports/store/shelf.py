"""Documents that an organisation keeps at hand: bylaws, guides, the request form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.messages import Attachment, Language

Audience = Literal["public", "staff", "withdrawn"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShelfVersion:
    """One state of a document. Its newest version is in force."""

    id: int
    organisation: str
    document: str  # its name in addresses and in topics, e.g. request-form; the same for all its versions
    title: Mapping[Language, str]
    audience: Audience  # who may open it; withdrawn = nobody but who reads its history
    file: Attachment
    actor: str  # staff id
    note: str  # what is new, in the words of who changed it; may be empty
    at: datetime


class Shelf(Protocol):
    """Every version of every document; a document is taken away only as a whole."""

    def add(self, version: ShelfVersion) -> int:
        """Keep a version, in force from then on, and return its id; the id given is not looked at."""
        ...

    def newest(self, organisation: str, document: str) -> ShelfVersion | None:
        """Read the version in force."""
        ...

    def remove(self, organisation: str, document: str) -> Sequence[str]:
        """Remove a document with all its versions; returns keys of files that nothing names any more."""
        ...

    def all(self, organisation: str) -> Sequence[ShelfVersion]:
        """Read every version of every document of an organisation, newest first."""
        ...
