"""Colours: an accent per organisation, from a table whose contrast a test computes."""

from collections.abc import Sequence

ACCENTS = ("teal", "indigo", "plum", "forest", "clay")


def accent(organisation: str, organisations: Sequence[str]) -> str:
    """Return the accent of an organisation: by its place in the installation, so that neighbours differ."""
    return ACCENTS[sorted(organisations).index(organisation) % len(ACCENTS)]
