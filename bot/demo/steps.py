"""The steps of a demonstration: what was seen of each, and what the store says of it afterwards."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 15.0  # seconds for one thing to be seen
PAUSE = 0.05  # seconds between two looks
Say = Callable[[str], None]


class NotSeenError(Exception):
    """What had to be seen was not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the run."""

    name: str
    title: str  # Arabic / English
    play: Callable[[], None]  # raises NotSeenError


@dataclass(kw_only=True, slots=True)
class Report:
    """What was seen, and what was found in the store."""

    demo: str
    begun: float = field(default_factory=time.monotonic)
    seen: dict[str, bool] = field(default_factory=dict)
    stored: dict[str, bool] = field(default_factory=dict)

    def play(self, steps: tuple[Step, ...], say: Say) -> None:
        """Play steps until one is not seen; the rest counts as not seen."""
        for step in steps:
            self.seen[step.name] = all(self.seen.values()) and self._seen(step, say)

    def _seen(self, step: Step, say: Say) -> bool:
        try:
            step.play()
        except NotSeenError as error:
            say(f"✘ {step.title}: {error}")
            return False
        say(f"✔ {step.title} ({self.seconds:.0f} s)")
        return True

    @property
    def good(self) -> bool:
        """Whether every step was seen and is in the store."""
        found = [*self.seen.values(), *self.stored.values()]
        return bool(self.seen) and bool(self.stored) and all(found)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.begun

    def summary(self) -> Mapping[str, Any]:
        """Return all of it as JSON."""
        steps = [
            {"step": name, "seen": seen, "stored": self.stored.get(name)} for name, seen in self.seen.items()
        ]
        seconds = round(self.seconds, 1)
        return {"schema": 1, "demo": self.demo, "good": self.good, "seconds": seconds, "steps": steps}


def until(look: Callable[[], T | None], what: str, *, seconds: float = PATIENCE) -> T:
    """Return the first true value of a look. Raises NotSeenError."""
    end = time.monotonic() + seconds
    while not (value := look()):
        if time.monotonic() > end:
            raise NotSeenError(what)
        time.sleep(PAUSE)
    return value
