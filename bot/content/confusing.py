"""Which topics are taken for one another: each phrasing is read by a matcher that was not taught it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.load import Library
from bot.matching import Phrase

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

    What patterns write is held out with its like left in, so that it seems clearer than it is. Raises
    KeyError for an organisation that is not served.
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
    """Return (the others, every n-th phrasing of each topic); a topic always keeps one."""
    known: list[Phrase] = []
    held: list[Phrase] = []
    for phrase, place in _placed(phrases):
        (held if place >= 0 and place % folds == number else known).append(phrase)
    return known, held


def _placed(phrases: Sequence[Phrase]) -> Iterator[tuple[Phrase, int]]:
    """Yield each phrasing with its place in its topic; the first is never held out."""
    places: dict[str, int] = defaultdict(lambda: -1)
    for phrase in phrases:
        yield phrase, places[phrase.topic]
        places[phrase.topic] += 1
