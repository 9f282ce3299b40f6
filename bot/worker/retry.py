"""What to do when sending failed: a pure decision."""

from dataclasses import dataclass

from bot.ports.channel import Blocked, Later, Rejected, SendError

FIRST = 2.0  # seconds before the second attempt
LONGEST = 15 * 60.0  # seconds between two attempts at most
MOST_ATTEMPTS = 60  # about half a day of trying
JITTER = 0.25  # up to a quarter longer, so that many do not come back at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Again:
    """Try again."""

    seconds: float  # from now


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveUp:
    """A dead letter: staff see it."""

    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Withhold:
    """The person does not want to be reached here."""

    reason: str


def decide(error: SendError, *, attempts: int, jitter: float) -> Again | GiveUp | Withhold:
    """Decide after a failed sending; `attempts` counts it in, `jitter` is a random number from 0 to 1."""
    if isinstance(error, Blocked):
        return Withhold(reason="blocked")
    if isinstance(error, Rejected):
        return GiveUp(error=f"rejected: {error}")
    if attempts >= MOST_ATTEMPTS:
        return GiveUp(error=f"gave up after {attempts} attempts: {error}")
    if isinstance(error, Later):
        return Again(seconds=max(error.seconds, 0.0) + jitter)
    return Again(seconds=min(FIRST * 2 ** (attempts - 1), LONGEST) * (1 + JITTER * jitter))
