"""The phrasings as the solver sees them: n texts, F features, C classes, W words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.matching.calibrate import Doubles
from bot.matching.corpus import Phrase, units_of
from bot.matching.model import FAR
from bot.matching.reader import Read
from bot.matching.vectors import Floats, Ints, Vectoriser
from bot.matching.views import known_words

MOST_IN_SPAN = 4500  # phrasings up to which the regression is solved in their span (n x n matrices)
_JITTER = 1e-4  # phrasings that read alike would leave the matrix singular


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Phrasings, one row each."""

    matrix: sparse.csr_matrix  # (n, F)
    labels: Ints  # (n,)
    units: Ints  # (n,): the phrasings of one pattern are one unit, any other is its own
    classes: tuple[str, ...]
    kinds: tuple[str, ...]
    bag: sparse.csr_matrix  # (n, W): 1 where a text has a word
    word_codes: NDArray[np.uint32]
    word_idf: Floats
    unknown: float
    gram: Doubles | None  # (n, n): the products of the rows, where there are few enough


def rows_of(
    phrases: Sequence[Phrase], reads: Sequence[Read], vectoriser: Vectoriser, kinds: Mapping[str, str]
) -> Rows:
    """Collect what the solver and the calibration need of the phrasings."""
    classes = tuple(dict.fromkeys(phrase.topic for phrase in phrases))
    at = {topic: i for i, topic in enumerate(classes)}
    words = [known_words(read) for read in reads]
    codes = np.array(sorted(set().union(*words)), np.uint32)
    column = {int(code): i for i, code in enumerate(codes)}
    columns = [column[word] for known in words for word in known]
    ends = np.cumsum([0, *map(len, words)])
    ones = np.ones(len(columns), np.float32)
    bag = sparse.csr_matrix((ones, columns, ends), shape=(len(reads), len(codes)))
    texts = np.asarray(bag.sum(axis=0)).ravel()
    matrix = vectoriser.matrix(reads)
    return Rows(
        matrix=matrix,
        gram=gram_of(matrix) if len(reads) <= MOST_IN_SPAN else None,
        labels=np.array([at[phrase.topic] for phrase in phrases], np.int64),
        units=np.array(units_of(phrases), np.int64),
        classes=classes,
        kinds=tuple("far" if topic == FAR else kinds.get(topic, "topic") for topic in classes),
        bag=bag,
        word_codes=codes,
        word_idf=(np.log((1 + len(reads)) / (1 + texts)) + 1).astype(np.float32),
        unknown=float(np.log(1 + len(reads)) + 1),
    )


def known_by_class(rows: Rows, chosen: Ints) -> NDArray[np.bool_]:
    """Return (W, C): the words that the chosen phrasings of a class use."""
    shape = (len(rows.classes), len(chosen))
    member = sparse.csr_matrix(
        (np.ones(len(chosen), np.float32), (rows.labels[chosen], np.arange(len(chosen)))), shape=shape
    )
    return np.asarray((member @ rows.bag[chosen]).todense().T > 0)


def gram_of(matrix: sparse.csr_matrix) -> Doubles:
    """Return the products of the rows (n, n), made safely positive."""
    gram = np.asarray((matrix @ matrix.T).todense(), np.float64)
    gram[np.diag_indices_from(gram)] += _JITTER
    return gram
