"""TF-IDF over hashed features: fitting on the phrasings, and one row at serving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.matching.reader import Read
from bot.matching.views import VIEWS, features

if TYPE_CHECKING:
    from scipy import sparse

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_BITS = 32  # of a code


@dataclass(frozen=True, kw_only=True, slots=True)
class Vectoriser:
    """Which features are known and what each weighs. Arrays are of length F, the known features."""

    codes: NDArray[np.uint32]  # sorted within each view
    idf: Floats
    starts: Ints  # (views + 1): where each view's codes start

    def row(self, read: Read) -> tuple[Ints, Floats]:
        """Return (columns, values) of one text: each view of length 1, unknown features left out."""
        columns: list[Ints] = []
        values: list[Floats] = []
        for view, codes in enumerate(features(read)):
            distinct, counts = np.unique(np.array(codes, np.uint32), return_counts=True)
            _, found, weights = self._known(view, distinct, counts)
            length = float(np.sqrt(np.sum(weights * weights)))
            columns.append(found)
            values.append(weights / np.float32(length) if length else weights)
        return np.concatenate(columns), np.concatenate(values)

    def matrix(self, reads: Sequence[Read]) -> "sparse.csr_matrix":
        """Return the rows of many texts as a matrix (texts, F)."""
        from scipy import sparse  # serving does without it

        shape, parts = (len(reads), len(self.codes)), []
        for view in range(len(VIEWS)):
            texts, codes, counts = _bags(view, reads)
            hit, columns, values = self._known(view, codes, counts)
            lengths = np.sqrt(np.bincount(texts[hit], values * values, len(reads)))
            parts.append((texts[hit], columns, (values / lengths[texts[hit]]).astype(np.float32)))
        rows, columns, values = (np.concatenate(column) for column in zip(*parts, strict=True))
        return sparse.csr_matrix((values, (rows, columns)), shape)

    def _known(
        self, view: int, codes: NDArray[np.uint32], counts: Ints
    ) -> tuple[NDArray[np.bool_], Ints, Floats]:
        """Return which of a view's codes are known, their columns, and what so many of each weigh."""
        start, end = int(self.starts[view]), int(self.starts[view + 1])
        known = self.codes[start:end]
        at = np.searchsorted(known, codes)
        at[at == len(known)] = 0
        hit = known[at] == codes if len(known) else np.zeros(len(codes), bool)
        columns = (at[hit] + start).astype(np.int64)
        return hit, columns, (1 + np.log(counts[hit])).astype(np.float32) * self.idf[columns]


def fit_vectoriser(reads: Sequence[Read], least: Mapping[int, int] | None = None) -> Vectoriser:
    """Collect the features of the phrasings; `least`: view → texts that a feature is in at least."""
    wanted: list[NDArray[np.uint32]] = []
    texts: list[Ints] = []
    for view in range(len(VIEWS)):
        codes, found_in = np.unique(_bags(view, reads)[1], return_counts=True)
        often = found_in >= (least or {}).get(view, 1)
        wanted.append(codes[often])
        texts.append(found_in[often])
    return Vectoriser(
        codes=np.concatenate(wanted),
        idf=(np.log((1 + len(reads)) / (1 + np.concatenate(texts))) + 1).astype(np.float32),
        starts=np.cumsum([0, *map(len, wanted)]).astype(np.int64),
    )


def _bags(view: int, reads: Sequence[Read]) -> tuple[Ints, NDArray[np.uint32], Ints]:
    """Return the distinct features of each text in one view: (text, code, how often), by text and code."""
    found = [VIEWS[view](read, view) for read in reads]
    texts = np.repeat(np.arange(len(found), dtype=np.uint64), [len(codes) for codes in found])
    codes = np.fromiter(chain.from_iterable(found), np.uint64, len(texts))
    keys, counts = np.unique(texts << np.uint64(_BITS) | codes, return_counts=True)
    return (keys >> np.uint64(_BITS)).astype(np.int64), keys.astype(np.uint32), counts
