"""How the engine asks what a text means."""

from typing import Protocol

from bot.messages import DangerKind, Language, Reading


class Matcher(Protocol):
    """Understands one organisation's questions. Pure, thread-safe, immutable."""

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:
        """Say what a text means; `last_topic` is what the person heard about just before."""
        ...

    def danger(self, text: str) -> DangerKind | None:
        """Say whether a text speaks of danger to life; cheap enough for every message."""
        ...

    def language(self, text: str) -> Language | None:
        """Tell the language of a text; Arabizi is Arabic; None where there is no word to tell from."""
        ...
