"""What the desk is given by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, Protocol

from bot.channels.telegram_desk.pace import Pace
from bot.desk.chat import OpenDesk
from bot.engine.content import Content
from bot.messages import Language
from bot.ports.channel import NewId
from bot.ports.places import is_part
from bot.ports.records import Conversation
from bot.ports.store import FileStore, Store

Mode = Literal["mirror", "notify"]
"""mirror: the talk itself, both ways; notify: that somebody waits, why, how long, and where to answer."""

API = "https://api.telegram.org"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the staff of an organisation, or of one of its branches, are.

    Several organisations may share a group; a branch's group is its own.
    """

    group: int  # Telegram's id of the forum supergroup, e.g. -1001234567890
    mode: Mode = "notify"
    branches: Mode = (
        "notify"  # for chats of a branch without a group, whose words are not for all in this one
    )
    language: Language = "ar"  # of what the desk says in the group

    def mode_of(self, chat: Conversation) -> Mode:
        """Return how a chat is shown: of a branch without its words, unless the organisation mirrors them."""
        return self.branches if self.mode == "mirror" and is_part(chat.place or "") else self.mode


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
    def problems(self) -> "tuple[Problem, ...]":
        """Why the last change is not in force; empty = all is well."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """Everything from outside."""

    token: str
    places: Mapping[
        str, Place
    ]  # whose (see `bot.ports.places`) → their group; others have no desk in Telegram
    store: Store
    files: FileStore
    desk: OpenDesk
    contents: Callable[[str], Content]
    content_status: Callable[[], ContentStatus]
    reload: Callable[[], bool]  # looks at the authors' files now; blocks while it loads
    new_id: NewId
    now: Callable[[], datetime]
    api: str = API  # a Bot API server
    console: str | None = None  # address of the console, for links
    summary_at: time = time(8, 0)  # local time of the daily summary
    beat: float = 15.0  # seconds between two looks when nothing is announced
    pace: Callable[[], Pace] = Pace  # one for each group
    after_loss: float = 3.0  # seconds before another try when the network was lost

    def whose(self, organisation: str, place: str | None) -> str:
        """Return whose group shows what is of a place: its branch's if that has one."""
        return place if place in self.places and place is not None else organisation
