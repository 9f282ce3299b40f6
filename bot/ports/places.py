"""Where somebody may look: a whole organisation, or one branch of it.

A place is a text: `aoun` is the whole organisation, `aoun/abha` its branch `abha`. Readings take places where
they take organisations, so that what knows nothing of branches finds nothing in one.
"""

import re
from collections.abc import Iterable

_BETWEEN = "/"
BRANCH = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""What a branch may be called: at most 40 small Latin letters, digits and -."""


def place(organisation: str, branch: str | None) -> str:
    """Return the place of a branch; without one the whole organisation."""
    return f"{organisation}{_BETWEEN}{branch}" if branch else organisation


def organisation_of(place: str) -> str:
    """Return the organisation of a place."""
    return place.partition(_BETWEEN)[0]


def branch_of(place: str) -> str | None:
    """Return the branch of a place; None for a whole organisation."""
    return place.partition(_BETWEEN)[2] or None


def is_part(place: str) -> bool:
    """Whether a place is a branch and not a whole organisation."""
    return _BETWEEN in place


def any_part(places: Iterable[str]) -> bool:
    """Whether any of the places is a branch."""
    return any(is_part(each) for each in places)
