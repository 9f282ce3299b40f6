"""Server-sent events: woken by announcements, never silent for long."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from bot.ports.store import Store

BEAT_SECONDS = 15.0  # a sign of life at least so often: proxies drop idle streams, windows notice a dead one
_PAUSE = 2.0  # seconds after which the end of the process is noticed
RETRY_MS = 2000  # how long a browser waits before it connects again


async def beats(
    store: Store, *topics: str, stopping: Callable[[], bool], seconds: float = BEAT_SECONDS
) -> AsyncIterator[bool]:
    """Yield True at once and after each announcement of `topics`, False when nothing happened for `seconds`.

    Ends when `stopping()` is true.
    """
    listening = store.listen(*topics)
    pause = min(_PAUSE, seconds)
    idle = 0.0
    try:
        yield True
        while not stopping():
            woken = await listening.wait(pause)
            idle = 0.0 if woken else idle + pause
            if woken or idle >= seconds:
                idle = 0.0
                yield woken
    finally:
        listening.close()


def compact(data: Mapping[str, Any]) -> str:
    """Return an event's data as JSON in which Arabic stays Arabic: a third of the escaped size."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
