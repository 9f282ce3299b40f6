"""What the matcher learns from: the phrasings of one organisation's topics."""

from collections.abc import Mapping
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


class Corpus(Shape):
    """All phrasings of one organisation."""

    phrases: tuple[Phrase, ...]
    kinds: Mapping[str, TopicKind] = Field(default_factory=dict)  # topic id → kind; "topic" if absent
    titles: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # id → button labels, any language
    names: tuple[str, ...] = ()  # the organisation's names: said in a question they decide nothing
    handoffs: Names = frozenset({"unclear-procedure"})  # topics whose answer is a person
