"""What the matcher learns from: the phrasings of one organisation's topics."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from bot.matching.resources import Names, Shape

PhraseLanguage = Literal["ar", "arabizi", "en"]
TopicKind = Literal["topic", "gap", "smalltalk", "belief"]


class Phrase(Shape):
    """One way to ask for a topic."""

    topic: str
    text: str
    language: PhraseLanguage = "ar"
    pattern: str = ""  # what phrasings of one pattern share: they are near copies of each other


class Corpus(Shape):
    """All phrasings of one organisation."""

    phrases: tuple[Phrase, ...]
    kinds: Mapping[str, TopicKind] = Field(default_factory=dict)  # topic id → kind; "topic" if absent
    titles: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # id → button labels, any language
    names: tuple[str, ...] = ()  # the organisation's names: said in a question they decide nothing
    handoffs: Names = frozenset({"unclear-procedure"})  # topics whose answer is a person


def units_of(phrases: Sequence[Phrase]) -> list[int]:
    """Return for each phrasing the number of its unit within its topic, in the order of the phrasings.

    Phrasings of one pattern are one unit: held out one by one they would be found by their likes.
    """
    units: defaultdict[str, dict[str | int, int]] = defaultdict(dict)
    named = ((units[phrase.topic], phrase.pattern or row) for row, phrase in enumerate(phrases))
    return [known.setdefault(name, len(known)) for known, name in named]
