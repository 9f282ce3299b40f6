"""Filters of the lists. All live in the address, so that a list can be kept, shared and gone back to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self, get_args
from urllib.parse import parse_qsl, urlencode

from bot.messages import LANGUAGES, Priority
from bot.ports.records import Conversation
from bot.ports.store import Only

PRIORITIES: tuple[str, ...] = get_args(Priority)
QUERY_LONGEST = 100  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a list is narrowed to; empty = all."""

    org: str = ""
    channel: str = ""
    priority: str = ""
    language: str = ""
    topic: str = ""
    q: str = ""  # words that are looked for

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read an address's query; a priority or language that does not exist narrows nothing."""
        return cls(
            org=query.get("org", ""),
            channel=query.get("channel", ""),
            priority=_known(query.get("priority", ""), PRIORITIES),
            language=_known(query.get("language", ""), LANGUAGES),
            topic=query.get("topic", ""),
            q=query.get("q", "").strip()[:QUERY_LONGEST],
        )

    def match(self, chat: Conversation) -> bool:
        """Whether a chat that a search found belongs into the list."""
        return (
            self.org in ("", chat.address.organisation)
            and self.channel in ("", chat.address.channel)
            and self.priority in ("", chat.priority)
            and self.language in ("", chat.language)
            and self.topic in ("", chat.topic)
        )

    @property
    def only(self) -> Only:
        """What the database narrows a list to; the organisation is among its places."""
        return Only(channel=self.channel, priority=self.priority, language=self.language, topic=self.topic)

    @property
    def query(self) -> str:
        """The filters as they stand in an address, always in the same order; empty = none."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def address(view: str, filters: Filters) -> str:
    """Return a list's address below the console's."""
    return f"{view}?{filters.query}" if filters.query else view


def clean(given: str) -> tuple[str, Filters]:
    """Take a list's address apart: its view, and those filters that exist."""
    view, _, query = given.partition("?")
    return view, Filters.read(dict(parse_qsl(query)))


def _known(value: str, values: tuple[str, ...]) -> str:
    return value if value in values else ""
