"""A matcher that understands what it is told to."""

from collections.abc import Mapping

from bot.messages import DangerKind, Decision, Language, Reading


class Dictated:
    """Reads texts as a table says."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self._readings = readings

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:  # noqa: ARG002 - the port's
        return self._readings[text]

    def danger(self, text: str) -> DangerKind | None:
        return self._readings[text].danger

    def language(self, text: str) -> Language | None:
        return self._readings[text].language


def reading(decision: Decision, topic: str | None, *offers: str) -> Reading:
    """Return a reading of that decision."""
    return Reading(decision=decision, topic=topic, offers=offers, confidence=0.9, language="en", danger=None)
