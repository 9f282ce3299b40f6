"""Learn how far a ranking can be trusted, from rankings of phrasings that were held out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.vectors import Floats

Doubles = NDArray[np.float64]

_STEPS = 30
_RIDGE = 1.0
_MOST_MARGIN = 12.0


def signals(scores: Doubles, coverage: Doubles, words: Doubles) -> Doubles:
    """Return what tells a right ranking from a wrong one: (texts, 6).

    `scores` (texts, classes) are logits; `coverage` and `words` (texts,) belong to the winner and
    to the text. Columns: 1, margin, coverage, ln(1 + words), log-odds of the winner, their product
    of margin and coverage.
    """
    if scores.shape[1] == 1:  # a lone class wins over nothing
        scores = np.hstack([scores, scores - _MOST_MARGIN])
    ordered = -np.sort(-scores, axis=1)
    margin = np.minimum(ordered[:, 0] - ordered[:, 1], _MOST_MARGIN)
    rest = np.log(np.exp(ordered[:, 1:] - ordered[:, :1]).sum(axis=1))
    odds = np.clip(-rest, -_MOST_MARGIN, _MOST_MARGIN)
    columns = [np.ones(len(scores)), margin, coverage, np.log1p(words), odds, margin * coverage]
    return np.column_stack(columns).astype(np.float64)


def fit_logistic(signal: Doubles, right: NDArray[np.bool_], weight: Doubles) -> Doubles:
    """Fit P(right) = sigmoid(signal @ coefficients) by Newton's method with a small ridge."""
    beta = np.zeros(signal.shape[1])
    ridge = _RIDGE * np.eye(len(beta))
    for _ in range(_STEPS):
        chance = probability(signal, beta)
        slope = signal.T @ (weight * (right - chance)) - ridge @ beta
        bend = (signal * (weight * chance * (1 - chance))[:, None]).T @ signal + ridge
        beta = beta + np.linalg.solve(bend, slope)
    return beta


def probability(signal: Doubles, coefficients: Doubles | Floats) -> Doubles:
    """Return P(right) for rows of signals."""
    logits = np.clip(signal @ coefficients, -30, 30)
    return np.asarray(1 / (1 + np.exp(-logits)), np.float64)


def threshold(
    chance: Doubles, right: NDArray[np.bool_], weight: Doubles, budget: float, bounds: Sequence[float]
) -> float:
    """Return the least probability within `bounds` at which at most `budget` of answers are wrong."""
    low, high = bounds
    order = np.argsort(-chance)
    wrong = np.cumsum(weight[order] * ~right[order])
    share = wrong / np.cumsum(weight[order])
    within = np.nonzero(share <= budget)[0]
    least = float(chance[order][within[-1]]) if len(within) else high
    return min(max(least, low), high)
