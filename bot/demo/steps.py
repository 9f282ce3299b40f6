"""The steps of a demonstration: what was seen of each, and what the store says of it afterwards."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.practice.telegram.stage import NotThere

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
        for step in [step for step in steps if not self.seen[step.name]][1:]:
            say(f"· {step.title}: لم نصل إليها / not reached")

    def _seen(self, step: Step, say: Say) -> bool:
        try:
            step.play()
        except (NotSeenError, NotThere) as error:
            say(f"✘ {step.title} ({self.seconds:.0f} s): {error}")
            return False
        say(f"✔ {step.title} ({self.seconds:.0f} s)")
        return True

    def begin(self, say: Say) -> None:
        """Say what is going to happen: the start is silent, and the first one long."""
        say("▶ يبدأ وصل في تثبيت فارغ مؤقت، ومعه نسخة من تيليجرام على هذا الجهاز، وقد يطول أول بدء.")
        say("▶ Wasl starts on an empty installation, beside a stand-in for Telegram on this machine.")
        say("  The first start may take a minute or two.")

    def started(self, say: Say) -> None:
        """Say that the product answers."""
        say(f"✔ بدأ وصل / Wasl is up ({self.seconds:.0f} s)")

    def prove(self, read: Callable[[], dict[str, bool]], say: Say) -> None:
        """Read back from the store what the steps left there, if all were seen."""
        if not self.seen or not all(self.seen.values()):
            return
        self.stored = read()
        missing = [name for name, found in self.stored.items() if not found]
        if missing:
            say(f"✘ ليس في قاعدة البيانات / not in the database: {', '.join(missing)}")
        else:
            say("✔ كل ذلك محفوظ في قاعدة البيانات / all of it is in the database")

    def end(self, say: Say) -> None:
        """Say how it went."""
        count, whole, seconds = sum(self.seen.values()), len(self.seen), f"{self.seconds:.0f}"
        if self.good:
            say(f"✔ تم كل شيء في {seconds} ث / all {whole} steps were seen, in {seconds} s")
        else:
            say(f"✘ لم يتم / failed: {count} / {whole}, {seconds} s")

    @property
    def good(self) -> bool:
        """Whether every step was seen, and all that was looked for is in the store."""
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


def until(look: Callable[[], T | None], what: str, *, seconds: float = PATIENCE, pause: float = PAUSE) -> T:
    """Return the first true value of a look. Raises NotSeenError."""
    end = time.monotonic() + seconds
    while not (value := look()):
        if time.monotonic() > end:
            raise NotSeenError(what)
        time.sleep(pause)
    return value
