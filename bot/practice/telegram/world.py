"""Everything that stands in for Telegram: bots, users, rooms, messages, files and waiting updates.

The server works in a thread of its own and tests act from theirs: whoever reads or writes holds `lock`.
"""

import asyncio
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from bot.practice.telegram.limits import Flood, Rates
from bot.practice.telegram.refusals import Refused, bad
from bot.practice.telegram.schema import Json, check_update

RoomKind = Literal["private", "group", "supergroup"]
FaultKind = Literal["drop", "drop-after", "hang-after", "400", "500", "429"]
MAX_ARCHIVE = 100_000  # updates and calls of one bot that are remembered


@dataclass(kw_only=True)
class User:
    """A person with Telegram."""

    id: int
    first_name: str
    language_code: str
    username: str | None = None
    blocked: set[int] = field(default_factory=set)  # ids of bots

    def json(self) -> Json:
        """Return the User object."""
        fields = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        more = {"language_code": self.language_code, "username": self.username}
        return fields | {name: value for name, value in more.items() if value}


@dataclass(kw_only=True)
class Topic:
    """A topic of a forum."""

    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False


@dataclass(kw_only=True)
class Room:
    """A chat: of one user with one bot, or a group."""

    id: int
    kind: RoomKind
    title: str = ""
    forum: bool = False
    user: User | None = None
    members: dict[int, str] = field(default_factory=dict)  # user or bot id → status
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    moved_to: int | None = None
    rights: dict[int, frozenset[str]] = field(default_factory=dict)  # bot id → rights of an administrator
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def json(self) -> Json:
        """Return the Chat object."""
        if self.user is not None:
            names = {"first_name": self.user.first_name, "username": self.user.username}
            return {"id": self.id, "type": "private"} | {k: v for k, v in names.items() if v}
        chat: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return chat | {"is_forum": True} if self.forum else chat


@dataclass(kw_only=True)
class Webhook:
    """Where a bot wants its updates."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_at: int | None = None


@dataclass(kw_only=True)
class Bot:
    """A bot and what waits for it."""

    id: int
    token: str
    name: str
    username: str
    waiting: deque[Json] = field(default_factory=deque)
    archive: deque[Json] = field(default_factory=lambda: deque(maxlen=MAX_ARCHIVE))
    calls: "deque[Call]" = field(default_factory=lambda: deque(maxlen=MAX_ARCHIVE))
    allowed: tuple[str, ...] = ()
    webhook: Webhook | None = None
    poller: object | None = None
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # (scope, language) →
    profile: dict[str, str] = field(default_factory=dict)
    flood: Flood | None = None
    numbers: "count[int]" = field(default_factory=lambda: count(_first_update()))

    def json(self) -> Json:
        """Return the User object."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call that a bot made, and how it was answered."""

    method: str
    parameters: Json
    code: int  # HTTP status; 0 = the connection was dropped
    at: float  # monotonic seconds


@dataclass(kw_only=True)
class Kept:
    """A file on Telegram's servers."""

    id: str
    bot: int
    data: bytes
    name: str
    media_type: str
    size: int

    @property
    def path(self) -> str:
        """The path below /file/bot<token>/."""
        return f"files/{self.id}/{self.name}"


@dataclass(kw_only=True)
class Press:
    """A pressed button that waits for its answer."""

    id: str
    bot: int
    user: int
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass(kw_only=True)
class Fault:
    """Something that goes wrong with the next calls."""

    method: str  # "*" = every one but getUpdates
    kind: FaultKind
    left: int
    seconds: int = 1  # retry_after
    token: str | None = None  # of one bot; None = of all

    def meets(self, method: str, token: str) -> bool:
        """Tell whether it strikes this call."""
        everyone = self.method == "*" and method.lower() != "getupdates"
        theirs = self.token in (None, token)
        return self.left > 0 and theirs and (everyone or method.lower() == self.method.lower())


class World:
    """The state of the fake."""

    def __init__(self, *, rates: Rates | None = None, any_token: bool = False) -> None:
        """Take the rates that sending is held to (None: none), and whether every token is a bot's."""
        self.lock = threading.RLock()
        self.rates = rates
        self.any_token = any_token
        self.bots: dict[str, Bot] = {}
        self.users: dict[int, User] = {}
        self.rooms: dict[tuple[int, int], Room] = {}  # (bot id or 0 for groups, chat id)
        self.files: dict[str, Kept] = {}
        self.presses: dict[str, Press] = {}
        self.faults: list[Fault] = []
        self.numbers = count(1)
        self.closing = False  # long polls end
        self._waiters: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def add_bot(self, token: str, *, username: str = "", name: str = "Wasl") -> Bot:
        """Make a bot known. Raises ValueError for a token that is none."""
        head, _, tail = token.partition(":")
        if not head.isdigit() or not tail:
            raise ValueError("a token is <number>:<secret>")
        bot = Bot(id=int(head), token=token, name=name, username=username or f"practice_{head}_bot")
        bot.flood = Flood(rates=self.rates, clock=time.monotonic) if self.rates else None
        return self.bots.setdefault(token, bot)

    def bot(self, token: str) -> Bot:
        """Return the bot of a token. Raises Refused."""
        with self.lock:
            found = self.bots.get(token)
            if found is None and self.any_token:
                found = self._adopted(token)
            if found is None:
                raise Refused(401, "Unauthorized")
            return found

    def _adopted(self, token: str) -> Bot | None:
        try:
            return self.add_bot(token)
        except ValueError:
            return None

    def set_rates(self, rates: Rates | None) -> None:
        """Change the rates of every bot."""
        with self.lock:
            self.rates = rates
            for bot in self.bots.values():
                bot.flood = Flood(rates=rates, clock=time.monotonic) if rates else None

    def user(self, number: int) -> User:
        """Return a user, made at first sight."""
        fresh = User(id=number, first_name=f"User {number}", language_code="ar")
        return self.users.setdefault(number, fresh)

    def private(self, bot: Bot, user: User) -> Room:
        """Return the chat of a user with a bot, opened if it is new."""
        fresh = Room(id=user.id, kind="private", user=user)
        return self.rooms.setdefault((bot.id, user.id), fresh)

    def room(self, bot: Bot, chat: object) -> Room:
        """Return the chat that a call names. Raises Refused."""
        number = _number(chat)
        room = self.rooms.get((0, number)) or self.rooms.get((bot.id, number))
        if room is None:
            raise bad("chat not found")
        if room.moved_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=room.moved_to,
            )
        return room

    def push(self, bot: Bot, kind: str, body: Json) -> int:
        """Give a bot an update and return its id; 0 if the bot does not want this kind."""
        if bot.allowed and kind not in bot.allowed:
            return 0
        number = next(bot.numbers)
        update = {"update_id": number, kind: body}
        check_update(update)
        bot.waiting.append(update)
        bot.archive.append(update)
        self.wake()
        return number

    def wake(self) -> None:
        """Wake all who wait for a change."""
        for loop, event in tuple(self._waiters):
            loop.call_soon_threadsafe(event.set)

    async def changed(self, seconds: float) -> None:
        """Wait for a change, no longer than so many seconds."""
        event = asyncio.Event()
        entry = (asyncio.get_running_loop(), event)
        with self.lock:
            self._waiters.add(entry)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
        finally:
            with self.lock:
                self._waiters.discard(entry)


def _first_update() -> int:
    """Return a first update id above those of an earlier life of the fake, as Telegram's only grow."""
    return int(time.time()) - 1_000_000_000


def _number(chat: object) -> int:
    try:
        return int(str(chat))
    except ValueError:
        raise bad("chat not found") from None
