"""What may go wrong in a turn, told without a word of what a person wrote."""

import traceback
from collections.abc import Mapping
from pathlib import Path


class EngineFailedError(Exception):
    """The engine broke on a message: its own fault, which a second try would not mend."""


class EndlessTurnError(Exception):
    """Effects and their answers did not come to an end."""


class FileNeededError(Exception):
    """The turn needs a file in the file store first: it is rolled back, the file put there, and run again."""

    def __init__(
        self, data: bytes, *, name: str, media_type: str, beside: Mapping[str, str] | None = None
    ) -> None:
        """Say what to store; with `beside` (key → path) an archive of it and of these files."""
        super().__init__(f"a file of {len(data)} bytes is needed")
        self.data = data
        self.name = name
        self.media_type = media_type
        self.beside = beside


def describe(error: BaseException) -> str:
    """Return kind and place of an error and its cause, never its message: that may quote a person."""
    cause = error.__cause__
    own = f"{type(error).__name__} at {_place(error)}"
    return f"{own}, from {describe(cause)}" if cause else own


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "?"
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
