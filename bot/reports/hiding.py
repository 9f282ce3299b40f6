"""Names of staff out of what people wrote: the report is for improvement, not for punishment."""

import re
from collections.abc import Iterable

_SHORTEST = 3  # letters of a name that is looked for
_NO_NAMES = frozenset({"عبد", "ابن", "بنت", "ابو", "أبو", "آل", "bin", "bint", "abu", "the", "staff"})
COVER = "•••"


def without_names(text: str, names: Iterable[str]) -> str:
    """Return the text with every word of these names covered, also behind a short Arabic prefix."""
    words = {word for name in names for word in name.split() if len(word) >= _SHORTEST}
    looked = sorted(words - _NO_NAMES, key=len, reverse=True)
    if not looked:
        return text
    any_name = "|".join(re.escape(word) for word in looked)
    return re.sub(rf"(?<!\w)([وبلفك]?)(?:{any_name})(?!\w)", rf"\1{COVER}", text, flags=re.IGNORECASE)
