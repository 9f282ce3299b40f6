"""Wakes those who wait for something to be committed. Safe between threads."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from threading import Lock


class Listener:
    """`bot.ports.store.Listening`: one subscription, waited for in the event loop that made it."""

    def __init__(self, hub: "Hub", topics: tuple[str, ...]) -> None:
        """Subscribe. Needs a running event loop."""
        self.topics = topics
        self.loop = asyncio.get_running_loop()
        self._hub = hub
        self._woken = asyncio.Event()

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109 - a pause, not a deadline on work
        """Wait until one of the topics was announced since the last call (True) or the time is over."""
        try:
            async with asyncio.timeout(timeout):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True

    def wake(self) -> None:
        """Note an announcement. Only in the listener's own loop."""
        self._woken.set()

    def close(self) -> None:
        """End it."""
        self._hub.remove(self)


class Hub:
    """Topics and who listens to them."""

    def __init__(self) -> None:
        """Begin without listeners."""
        self._lock = Lock()
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)

    def listen(self, topics: tuple[str, ...]) -> Listener:
        """Subscribe to topics."""
        listener = Listener(self, topics)
        with self._lock:
            for topic in topics:
                self._listeners[topic].add(listener)
        return listener

    def remove(self, listener: Listener) -> None:
        """End a subscription."""
        with self._lock:
            for topic in listener.topics:
                self._listeners[topic].discard(listener)
                if not self._listeners[topic]:
                    del self._listeners[topic]

    def publish(self, topics: Iterable[str]) -> None:
        """Wake everybody who listens to one of the topics; from any thread."""
        with self._lock:
            woken = {one for topic in topics for one in self._listeners.get(topic, ())}
        for listener in woken:
            if not listener.loop.is_closed():
                listener.loop.call_soon_threadsafe(listener.wake)

    def publish_all(self) -> None:
        """Wake everybody: an announcement may have been missed."""
        with self._lock:
            topics = tuple(self._listeners)
        self.publish(topics)
