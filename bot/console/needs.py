"""What the console is given by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.authors import Authors
from bot.desk.chat import OpenDesk
from bot.engine.content import Content
from bot.messages import Language
from bot.ports.channel import Accept, NewId
from bot.ports.store import FileStore, Store


class Problem(Protocol):
    """Something wrong in the authors' files."""

    def text(self, language: Language) -> str:
        """Say where and what, in one line."""
        ...


class ContentStatus(Protocol):
    """How the content stands."""

    @property
    def version(self) -> str:
        """Hash of the content in force."""
        ...

    @property
    def loaded_at(self) -> datetime:
        """Since when it is in force."""
        ...

    @property
    def problems(self) -> Sequence[Problem]:
        """Why the last change is not in force; empty = all is well."""
        ...


def _never() -> bool:
    return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """Everything from outside."""

    store: Store
    files: FileStore
    desk: OpenDesk
    accept: Accept
    contents: Callable[[str], Content]
    organisations: Callable[[], Sequence[str]]
    content_status: Callable[[], ContentStatus]
    key: bytes  # signs form tokens; the same after a restart
    new_id: NewId
    now: Callable[[], datetime]
    authors: Authors | None = None  # None = without the authors' pages
    public_url: str = ""  # where people reach the site; empty = as staff do
    secure: bool = False  # staff reach the site by HTTPS
    stopping: Callable[[], bool] = _never  # the process is about to end: streams finish
