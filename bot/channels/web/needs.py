"""What the pages are given by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.web.limits import Limits
from bot.engine.content import Content
from bot.ports.channel import Accept, NewId
from bot.ports.store import FileStore, Store


def _never() -> bool:
    return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """Everything from outside."""

    store: Store
    files: FileStore
    accept: Accept
    contents: Callable[[str], Content]  # content of an organisation, as of now
    organisations: Callable[[], Sequence[str]]  # ids of those served, in order
    key: bytes | Sequence[bytes]  # signs cookies and upload tickets, of several the last; kept over a restart
    new_id: NewId
    now: Callable[[], datetime]
    frame_ancestors: str = "'self'"  # sites that may show the chat in a frame (CSP source list)
    secure: bool = False  # people reach the site by HTTPS
    limits: Limits = field(default_factory=Limits)
    stopping: Callable[[], bool] = _never  # the process is about to end: streams finish
