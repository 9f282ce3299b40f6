"""Hold phrasings out, rank them by the others, and learn from that how far a ranking can be trusted."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bot.matching.calibrate import Doubles, fit_logistic, probability, signals, threshold
from bot.matching.model import Calibration
from bot.matching.resources import Settings
from bot.matching.rows import Rows, known_by_class
from bot.matching.vectors import Ints

Scorer = Callable[[Rows, Ints, Ints], Doubles]  # (rows, train, test) → logits (test, C)

_FOLDS = 4
_FOLDS_OF_MANY = 2  # where each fold costs a quarter of a minute
_UNSEEN_WEIGHT = 0.35  # of a question about a gap that nobody has written down
_FEWEST = 40  # rows below which nothing can be learned from held-out ones
_USUAL = (-1.2, 0.3, 1.3, 0.45, 0.7, 0.15)  # what the shipped topics taught, for small corpora


def calibrated(rows: Rows, scorer: Scorer, settings: Settings) -> Calibration:
    """Rank phrasings that were held out, and learn from them when a ranking is right."""
    if len(rows.labels) < _FEWEST or len(rows.classes) < 2:
        middle = (settings.floor + settings.ceiling) / 2
        return Calibration(coefficients=np.array(_USUAL, np.float32), threshold=middle)
    parts = _FOLDS if rows.gram is not None else _FOLDS_OF_MANY
    folds = [_fold(rows, scorer, number, parts) for number in range(parts)]
    signal, right, weight, answers = (np.concatenate(column) for column in zip(*folds, strict=True))
    coefficients = fit_logistic(signal, right, weight)
    chance = probability(signal, coefficients)
    bounds = (settings.floor, settings.ceiling)
    budget = settings.budget * settings.harder
    least = threshold(chance[answers], right[answers], weight[answers], budget, bounds)
    return Calibration(coefficients=coefficients.astype(np.float32), threshold=least)


def _fold(
    rows: Rows, scorer: Scorer, number: int, parts: int
) -> tuple[Doubles, NDArray[np.bool_], Doubles, NDArray[np.bool_]]:
    """Hold out every n-th unit of each class, and every n-th gap as a whole."""
    counts = np.zeros(len(rows.classes), np.int64)
    np.maximum.at(counts, rows.labels, rows.units + 1)
    within = np.where(counts[rows.labels] > 1, rows.units, -1)  # a lone one is not held out
    gaps = [i for i, kind in enumerate(rows.kinds) if kind == "gap"]
    unseen = np.isin(rows.labels, [gap for i, gap in enumerate(gaps) if i % parts == number])
    held = ((within >= 0) & (within % parts == number)) | unseen
    train, test = np.nonzero(~held)[0], np.nonzero(held)[0]
    scores = scorer(rows, train, test)
    best = scores.argmax(axis=1)
    covered, words = _coverage(rows, train, test, best)
    kinds = np.array(rows.kinds)[best]
    weight = np.where(unseen[test], _UNSEEN_WEIGHT, 1.0)
    answers = (kinds != "gap") & (kinds != "far")
    return signals(scores, covered, words), best == rows.labels[test], weight, answers


def _coverage(rows: Rows, train: Ints, test: Ints, best: Ints) -> tuple[Doubles, Doubles]:
    """Return (coverage by the winner's other phrasings, number of words) of each held-out text."""
    known = known_by_class(rows, train)
    heard = known.any(axis=1)
    idf = np.where(heard, rows.word_idf, rows.unknown)
    bag = rows.bag[test]
    total = np.asarray(bag @ idf).ravel()
    covered = np.asarray(bag.multiply(known[:, best].T).tocsr() @ idf).ravel()
    words = np.asarray(bag.sum(axis=1)).ravel()
    return covered / np.maximum(total, 1e-9), words.astype(np.float64)
