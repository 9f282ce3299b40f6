"""Keeps to Telegram's 20 messages a minute in a group, which all its topics share."""

from collections import deque
from dataclasses import dataclass, field

WINDOW = 61.0  # seconds: a minute, and a little for clocks that differ
MOST = 20  # messages in it
RESERVED = 4  # of them kept free for new hand-offs, alerts and answers to staff


@dataclass(kw_only=True, slots=True)
class Pace:
    """One group's messages of the last minute. Times are seconds of one monotonic clock."""

    sent: deque[float] = field(default_factory=deque)
    held_until: float = 0.0
    window: float = WINDOW

    def wait(self, now: float, *, pressing: bool) -> float:
        """Return how many seconds to wait before another message; 0 = it may go."""
        while self.sent and self.sent[0] <= now - self.window:
            self.sent.popleft()
        most = MOST if pressing else MOST - RESERVED
        crowded = self.sent[-most] + self.window - now if len(self.sent) >= most else 0.0
        return max(crowded, self.held_until - now, 0.0)

    def count(self, now: float) -> None:
        """Note that a message goes out."""
        self.sent.append(now)

    def hold(self, now: float, seconds: float) -> None:
        """Let nothing go for so long: Telegram asked for it."""
        self.held_until = max(self.held_until, now + seconds)
