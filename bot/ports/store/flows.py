"""Flows in the version that somebody began."""

from collections.abc import Mapping
from typing import Protocol


class Flows(Protocol):
    """Versions of flows that somebody has begun."""

    def keep(self, organisation: str, *, flow: str, version: str, body: str) -> None:
        """Keep a version once."""
        ...

    def all(self, organisation: str) -> Mapping[str, str]:
        """Kept versions: hash → JSON."""
        ...
