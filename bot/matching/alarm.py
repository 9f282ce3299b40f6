"""Danger to life as examples teach it, for what no rule words: hints, farewells, odd phrasings.

The rules (`bot.matching.danger`) come first and nothing learned outvotes them; this only adds to them.
One column of weights tells danger from everything else that people write, the others tell its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from bot.matching.vectors import Floats, Ints
from bot.matching.weights import Weights
from bot.messages import DangerKind

KINDS: tuple[DangerKind, ...] = get_args(DangerKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """K kinds of danger over F features."""

    weights: Weights  # (F, 1 + K): danger at all, then each of `KINDS`
    bias: Floats  # (1 + K,)
    least: float  # margin from which a text is taken for danger

    def heard(self, columns: Ints, values: Floats) -> tuple[DangerKind, float] | None:
        """Return the kind of danger that a row speaks of, and the margin beyond `least`; None if of none."""
        scores = self.weights.scores(columns, values, 1 + len(KINDS)) + self.bias
        beyond = float(scores[0]) - self.least
        return None if beyond < 0 else (KINDS[int(scores[1:].argmax())], beyond)

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return it as arrays for `numpy.savez`."""
        return {
            **self.weights.to_arrays("alarm"),
            "alarm_bias": self.bias,
            "alarm_least": np.array([self.least]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Alarm | None":
        """Read what `to_arrays` returned; None where there is no alarm."""
        if "alarm_bias" not in arrays:
            return None
        return cls(
            weights=Weights.from_arrays(arrays, "alarm"),
            bias=arrays["alarm_bias"].astype(np.float32, copy=False),
            least=float(arrays["alarm_least"].item()),
        )
