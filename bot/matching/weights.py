"""What each feature weighs for each class, kept sparse: most features tell something about few classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.vectors import Floats, Ints


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """A sparse matrix (F features, C classes), row by row. N entries are kept."""

    starts: Ints  # (F + 1,): where each feature's entries start
    classes: NDArray[np.uint16]  # (N,)
    values: NDArray[np.float16]  # (N,): half precision, for every organisation keeps its own

    def scores(self, columns: Ints, values: Floats, classes: int) -> Floats:
        """Return the sum (C,) of the features' rows, each times its value."""
        starts = self.starts[columns]
        lengths = self.starts[columns + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        at = np.arange(total) + np.repeat(starts - ends + lengths, lengths)
        weighed = self.values[at].astype(np.float32) * np.repeat(values, lengths)
        return np.bincount(self.classes[at], weights=weighed, minlength=classes).astype(np.float32)

    @property
    def nbytes(self) -> int:
        """Bytes of all three arrays."""
        return self.starts.nbytes + self.classes.nbytes + self.values.nbytes
