"""One class against the rest, by linear support vector machines that see only the rows that matter to them.

A machine is decided by the rows near its border. So each class starts from its own rows, the foreign rows
most like them and some at random; then the foreign rows that came too near are added and it is fitted again,
until none is left out. That is as exact as fitting on every row, and a thousand classes take a minute or two.
"""

from typing import NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse

from bot.matching.vectors import Floats, Ints

Flags = NDArray[np.bool_]

_STRENGTH = 0.5  # C of the machines
_TOLERANCE = 1e-2
_ALIKE = 500  # foreign rows most like a class that it starts from
_AT_RANDOM = 1000
_NEAR = -0.9  # score of a foreign row that is too near to be left out; a support vector has more than -1
_ROUNDS = 3
_NOTHING = 0.005  # weights below this change no score by more than a few hundredths
_SCALE = 4.0  # margins stretched to look like logits
_ALONE = 3_000_000  # rows times classes up to which one process is quicker than several
_TOGETHER = 16  # classes that a process takes at once


class Column(NamedTuple):
    """What one class weighs: features that matter to it, and its bias."""

    features: Ints
    weights: Floats
    bias: float


def one_against_rest(
    matrix: sparse.csr_matrix, labels: Ints, classes: int
) -> tuple[sparse.csr_matrix, Floats, Ints]:
    """Return weights (F, C), bias (C,) and which classes have rows; the others weigh nothing.

    A row of a negative label is of no class, and foreign to all.
    """
    doubles = sparse.csr_matrix(matrix, dtype=np.float64)
    known = np.unique(labels[labels >= 0])
    few = len(labels) * len(known) <= _ALONE
    parts = [known[at : at + _TOGETHER] for at in range(0, len(known), _TOGETHER)]
    fitted = Parallel(n_jobs=1 if few else -1)(delayed(_columns)(doubles, labels, part) for part in parts)
    columns = [column for part in fitted for column in part]
    ends = np.cumsum([0, *(len(column.features) for column in columns)])
    weights = sparse.csc_matrix(
        (
            np.concatenate([column.weights for column in columns]),
            np.concatenate([column.features for column in columns]),
            ends,
        ),
        shape=(matrix.shape[1], len(known)),
    )
    bias = np.zeros(classes, np.float32)
    bias[known] = [column.bias for column in columns]
    spread = sparse.csr_matrix(
        (np.ones(len(known), np.float32), (range(len(known)), known)), (len(known), classes)
    )
    return (weights @ spread).tocsr(), bias, known


def _columns(matrix: sparse.csr_matrix, labels: Ints, chosen: Ints) -> list[Column]:
    return [_column(matrix, labels == label, int(label)) for label in chosen]


def _column(matrix: sparse.csr_matrix, own: Flags, seed: int) -> Column:
    from sklearn.svm import LinearSVC

    rows = _first(matrix, own, seed)
    for _ in range(_ROUNDS):
        machine = LinearSVC(C=_STRENGTH, tol=_TOLERANCE, random_state=0).fit(matrix[rows], own[rows])
        weights, bias = machine.coef_[0], float(machine.intercept_[0])
        if len(rows) == len(own):
            break
        near = np.nonzero((matrix @ weights + bias > _NEAR) & ~own)[0]
        wider = np.union1d(rows, near)
        if len(wider) == len(rows):
            break
        rows = wider
    kept = np.nonzero(np.abs(weights) > _NOTHING)[0]
    return Column(kept, (weights[kept] * _SCALE).astype(np.float32), bias * _SCALE)


def _first(matrix: sparse.csr_matrix, own: Flags, seed: int) -> Ints:
    """Return the rows that a class starts from."""
    count, mine = len(own), int(own.sum())
    if count <= mine + _ALIKE + _AT_RANDOM:
        return np.arange(count)
    middle = np.asarray(matrix[own].mean(axis=0)).ravel()
    alike = matrix @ middle
    alike[own] = np.inf
    nearest = np.argpartition(-alike, mine + _ALIKE)[: mine + _ALIKE]
    others = np.random.default_rng(seed).choice(count, _AT_RANDOM, replace=False)
    return np.union1d(nearest, others)
