"""TF-IDF over hashed features: fitting on the phrasings, and one row at serving."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.matching.reader import Read
from bot.matching.views import VIEWS, features

if TYPE_CHECKING:
    from scipy import sparse

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


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
            found, weights = self._view(view, codes)
            columns.append(found)
            values.append(weights)
        return np.concatenate(columns), np.concatenate(values)

    def matrix(self, reads: Sequence[Read]) -> "sparse.csr_matrix":
        """Return the rows of many texts as a matrix (texts, F)."""
        from scipy import sparse  # serving does without it

        rows = [self.row(read) for read in reads]
        ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([columns for columns, _ in rows]) if rows else np.empty(0, np.int64)
        values = np.concatenate([values for _, values in rows]) if rows else np.empty(0, np.float32)
        return sparse.csr_matrix((values, columns, ends), shape=(len(rows), len(self.codes)))

    def _view(self, view: int, codes: list[int]) -> tuple[Ints, Floats]:
        start, end = int(self.starts[view]), int(self.starts[view + 1])
        known = self.codes[start:end]
        distinct, counts = np.unique(np.array(codes, np.uint32), return_counts=True)
        at = np.searchsorted(known, distinct)
        at[at == len(known)] = 0
        hit = known[at] == distinct if len(known) else np.zeros(len(distinct), bool)
        columns = (at[hit] + start).astype(np.int64)
        values = (1 + np.log(counts[hit])).astype(np.float32) * self.idf[columns]
        length = float(np.sqrt(np.sum(values * values)))
        return columns, (values / length if length else values).astype(np.float32)


def fit_vectoriser(reads: Sequence[Read], least: Mapping[int, int] | None = None) -> Vectoriser:
    """Collect the features of the phrasings; `least`: view → texts that a feature is in at least."""
    counts: list[Counter[int]] = [Counter() for _ in VIEWS]
    for read in reads:
        for count, codes in zip(counts, features(read), strict=True):
            count.update(set(codes))
    wanted = [
        sorted(code for code, texts in count.items() if texts >= (least or {}).get(view, 1))
        for view, count in enumerate(counts)
    ]
    pairs = zip(counts, wanted, strict=True)
    texts = np.array([count[code] for count, codes in pairs for code in codes], np.float64)
    return Vectoriser(
        codes=np.concatenate([np.array(codes, np.uint32) for codes in wanted]),
        idf=(np.log((1 + len(reads)) / (1 + texts)) + 1).astype(np.float32),
        starts=np.cumsum([0, *map(len, wanted)]).astype(np.int64),
    )
