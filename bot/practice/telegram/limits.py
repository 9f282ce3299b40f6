"""Sizes that the Bot API holds every message to, and the rates of one that sends too fast."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.practice.telegram.refusals import bad, too_many

TEXT = 4096  # characters after parsing
CAPTION = 1024
CALLBACK_DATA = 64  # bytes
TOPIC_NAME = 128  # characters
DOWNLOAD = 20 * 1024 * 1024  # bytes of a file that getFile hands out
UPLOAD = 50 * 1024 * 1024
PHOTO = 10 * 1024 * 1024
BUTTON_ACTIONS = frozenset(
    (
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "copy_text",
        "callback_game",
        "pay",
    )
) | {"switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "disabled"}


def check_text(text: str) -> None:
    """Refuse a text that is empty or too long."""
    if not text.strip():
        raise bad("message text is empty")
    if len(text) > TEXT:
        raise bad("message is too long")


def check_caption(caption: str) -> None:
    """Refuse a caption that is too long."""
    if len(caption) > CAPTION:
        raise bad("message caption is too long")


def check_keyboard(markup: dict[str, Any] | None) -> None:
    """Refuse buttons that Telegram would not show."""
    for row in (markup or {}).get("inline_keyboard", ()):
        for button in row:
            _check_button(button)


def _check_button(button: dict[str, Any]) -> None:
    actions = BUTTON_ACTIONS & set(button)
    if len(actions) != 1:
        raise bad("inline keyboard button: exactly one of the optional fields must be used")
    if not button["text"].strip():
        raise bad("inline keyboard button: text is empty")
    if "callback_data" in button and not 0 < len(button["callback_data"].encode()) <= CALLBACK_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"])


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "tg"):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """How fast a bot may send. Bursts are what Telegram tolerates for a moment."""

    chat: float = 1.0  # messages a second to one private chat
    chat_burst: int = 3
    overall: float = 30.0  # messages a second to all chats
    overall_burst: int = 30
    group: int = 20  # messages to one group …
    group_seconds: float = 60.0  # … in so many seconds


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float

    def wait(self, now: float, rate: float, burst: int) -> float:
        self.tokens = min(burst, self.tokens + (now - self.at) * rate)
        self.at = now
        return max(0.0, (1.0 - self.tokens) / rate)


@dataclass(kw_only=True, slots=True)
class Flood:
    """Counts one bot's messages. Refused messages are not counted."""

    rates: Rates
    clock: Callable[[], float]  # seconds
    _overall: _Bucket | None = None
    _chats: dict[int, _Bucket] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def take(self, chat: int, *, group: bool) -> None:
        """Count a message to a chat. Raises Refused with 429 if it comes too early."""
        now, rates = self.clock(), self.rates
        overall = self._overall = self._overall or _Bucket(rates.overall_burst, now)
        wait = overall.wait(now, rates.overall, rates.overall_burst)
        wait = max(wait, self._group_wait(chat, now) if group else self._chat_wait(chat, now))
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        overall.tokens -= 1
        if group:
            self._groups[chat].append(now)
        else:
            self._chats[chat].tokens -= 1

    def _chat_wait(self, chat: int, now: float) -> float:
        bucket = self._chats.setdefault(chat, _Bucket(self.rates.chat_burst, now))
        return bucket.wait(now, self.rates.chat, self.rates.chat_burst)

    def _group_wait(self, chat: int, now: float) -> float:
        sent = self._groups.setdefault(chat, deque())
        while sent and sent[0] <= now - self.rates.group_seconds:
            sent.popleft()
        return 0.0 if len(sent) < self.rates.group else sent[0] + self.rates.group_seconds - now
