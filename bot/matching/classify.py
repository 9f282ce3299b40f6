"""The recipe of the matcher as a plain text classifier, for any corpus of labelled texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.corpus import Phrase
from bot.matching.fit import kept, solve
from bot.matching.normalise import is_arabic, normalise
from bot.matching.prepared import Prepared
from bot.matching.reader import Reader
from bot.matching.resources import Resources
from bot.matching.vectors import Floats, Vectoriser, fit_vectoriser
from bot.matching.views import VIEWS
from bot.matching.vocabulary import Vocabulary
from bot.matching.weights import Weights

MANY = 3000  # texts above which a feature must occur twice


@dataclass(frozen=True, kw_only=True, slots=True)
class TextClassifier:
    """A fitted classifier of C labels over F features."""

    labels: tuple[str, ...]
    reader: Reader
    vectoriser: Vectoriser
    weights: Weights  # (F, C)
    bias: Floats  # (C,)

    def scores(self, text: str) -> Floats:
        """Return a score for each label (C,)."""
        columns, values = self.vectoriser.row(self.reader(text, mend=False))
        return self.weights.scores(columns, values, len(self.labels)) + self.bias

    def predict(self, text: str) -> str:
        """Return the likeliest label of a text."""
        return self.labels[int(self.scores(text).argmax())]


def fit(texts: Sequence[str], labels: Sequence[str], resources: Resources | None = None) -> TextClassifier:
    """Fit a classifier; the words of each label are one more text of it."""
    known = tuple(dict.fromkeys(labels))
    phrases = [as_phrase(text, label) for text, label in zip(texts, labels, strict=True)]
    phrases += [as_phrase(label.replace("_", " "), label) for label in known]
    vocabulary = Vocabulary.of(phrases)
    reader = Reader(Prepared(resources or Resources()), vocabulary)
    reads = [reader(phrase.text, mend=False) for phrase in phrases]
    least = dict.fromkeys(range(len(VIEWS)), 2) if len(reads) > MANY else {}
    vectoriser = fit_vectoriser(reads, least)
    at = {label: i for i, label in enumerate(known)}
    rows = np.array([at[phrase.topic] for phrase in phrases])
    weights, bias = solve(vectoriser.matrix(reads), rows, len(known))
    return TextClassifier(
        labels=known, reader=reader, vectoriser=vectoriser, weights=kept(weights), bias=bias
    )


def as_phrase(text: str, label: str) -> Phrase:
    """Return a text of a label as a phrasing, in the language of its letters."""
    arabic = is_arabic(normalise(text))
    return Phrase(topic=label, text=text, language="ar" if arabic else "en")
