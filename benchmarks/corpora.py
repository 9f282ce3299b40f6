"""Corpora of a chosen size: real phrasings, an invented name behind each so that topics can be told apart."""

from collections.abc import Sequence
from itertools import product

from bot.matching import Corpus, Phrase

PER_TOPIC = 20  # phrasings


def grown(real: Sequence[Phrase], topics: int) -> Corpus:
    """Return a corpus of `topics` topics (at most 1,600) with 20 phrasings each; topic n is named `tn`."""
    names = ["".join(letters) for letters in product("بتثجحخدذرز", "ساشيصو", "ضطظعغفقكلمن")]
    names += [f"{name}ه" for name in names]
    return Corpus(
        phrases=tuple(
            Phrase(
                topic=f"t{number}",
                text=f"{real[(number * PER_TOPIC + at) % len(real)].text} {name}",
                language=real[(number * PER_TOPIC + at) % len(real)].language,
            )
            for number, name in enumerate(names[:topics])
            for at in range(PER_TOPIC)
        )
    )
