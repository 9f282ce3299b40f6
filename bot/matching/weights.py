"""What each feature weighs for each class, kept sparse: most features tell something about few classes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.vectors import Floats, Ints


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """A sparse matrix (F features, C classes), row by row. N entries are kept."""

    starts: NDArray[np.int32]  # (F + 1,): where each feature's entries start
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

    def to_arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return it as arrays for `numpy.savez`, under names that begin with `name`."""
        return {f"{name}_starts": self.starts, f"{name}_classes": self.classes, f"{name}_values": self.values}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> "Weights":
        """Read what `to_arrays` returned."""
        return cls(
            starts=arrays[f"{name}_starts"].astype(np.int32, copy=False),
            classes=arrays[f"{name}_classes"].astype(np.uint16, copy=False),
            values=arrays[f"{name}_values"].astype(np.float16, copy=False),
        )

    @property
    def nbytes(self) -> int:
        """Bytes of all three arrays."""
        return self.starts.nbytes + self.classes.nbytes + self.values.nbytes
