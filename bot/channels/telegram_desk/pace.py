"""Keeps to Telegram's 20 messages a minute in a group, which all its topics share."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

WINDOW = 61.0  # seconds: a minute, and a little for clocks that differ
MOST = 20  # messages in it
RESERVED = 4  # of them kept free for new hand-offs, alerts and answers to staff


@dataclass(kw_only=True, slots=True)
class Pace:
    """One group's messages of the last minute. Times are seconds of one monotonic clock.

    Telegram counts a message when it arrives, which nobody here knows: it counts here from when Telegram has
    answered, so that one that arrives late does not bring the twenty-first within Telegram's own minute.
    """

    sent: deque[float] = field(default_factory=deque)
    underway: int = 0  # sent, and not answered yet
    held_until: float = 0.0
    window: float = WINDOW

    def wait(self, now: float, *, pressing: bool) -> float:
        """Return how many seconds to wait before another message; 0 = it may go."""
        while self.sent and self.sent[0] <= now - self.window:
            self.sent.popleft()
        return max(self._crowded(now, MOST if pressing else MOST - RESERVED), self.held_until - now, 0.0)

    def _crowded(self, now: float, most: int) -> float:
        free = most - self.underway
        if free <= 0:
            return self.window
        return self.sent[-free] + self.window - now if len(self.sent) >= free else 0.0

    @contextmanager
    def sending(self, clock: Callable[[], float]) -> Iterator[None]:
        """Count a message that goes out, whatever becomes of it."""
        self.underway += 1
        try:
            yield
        finally:
            self.underway -= 1
            self.sent.append(clock())

    def hold(self, now: float, seconds: float) -> None:
        """Let nothing go for so long: Telegram asked for it."""
        self.held_until = max(self.held_until, now + seconds)
