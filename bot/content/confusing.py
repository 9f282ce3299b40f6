"""Which topics are taken for one another: each phrasing is read by a matcher that was not taught it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.load import Library
from bot.matching import Phrase, units_of

_FOLDS = 4  # each phrasing is held out once, with a quarter of its topic's


@dataclass(frozen=True, kw_only=True, slots=True)
class Confusion:
    """Phrasings of one topic that were taken for another's."""

    topics: tuple[str, str]  # whose phrasings, taken for whose
    examples: tuple[str, ...]  # all of them, as written

    @property
    def times(self) -> int:
        """How many."""
        return len(self.examples)


def confusions(library: Library, organisation: str, *, folds: int = _FOLDS) -> list[Confusion]:
    """Return the pairs of topics that are confused, worst first; fitting takes some seconds a fold.

    What one pattern writes is held out together. Raises KeyError for an organisation that is not served.
    """
    from bot.matching.classify import fit

    corpus = library.corpora[organisation]
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number in range(folds if len(corpus.kinds) > 1 else 0):
        known, held = _parted(corpus.phrases, number, folds)
        classifier = fit(
            [phrase.text for phrase in known], [phrase.topic for phrase in known], library.resources
        )
        for phrase in held:
            taken = classifier.predict(phrase.text)
            if taken != phrase.topic:
                found[phrase.topic, taken].append(phrase.text)
    pairs = (Confusion(topics=topics, examples=tuple(texts)) for topics, texts in found.items())
    return sorted(pairs, key=lambda pair: (-pair.times, pair.topics))


def _parted(phrases: Sequence[Phrase], number: int, folds: int) -> tuple[list[Phrase], list[Phrase]]:
    """Return (the others, every n-th unit of each topic); a topic always keeps its first."""
    known: list[Phrase] = []
    held: list[Phrase] = []
    for phrase, unit in zip(phrases, units_of(phrases), strict=True):
        (held if unit and (unit - 1) % folds == number else known).append(phrase)
    return known, held
