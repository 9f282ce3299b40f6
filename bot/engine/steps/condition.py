"""Conditions under which a step takes part."""

from collections.abc import Mapping
from math import nan
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel


class Test(BaseModel):
    """One test of an answer; all that are given must hold."""

    __test__ = False  # not for pytest

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    one_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    over: float | None = None
    under: float | None = None
    given: bool | None = None

    def holds(self, value: Any) -> bool:  # noqa: ANN401 - JSON
        """Tell whether `value` (an answer, or None) passes."""
        values = {str(v) for v in value} if isinstance(value, list) else {_as_text(value)}
        return all(
            (
                self.one_of is None or bool(values & set(self.one_of)),
                self.none_of is None or not values & set(self.none_of),
                self.over is None or _as_number(value) > self.over,
                self.under is None or _as_number(value) < self.under,
                self.given is None or (value is not None) == self.given,
            )
        )


class Condition(RootModel[dict[str, Test | str]]):
    """Answers that must hold, by step id: `{need: food}` or `{age: {under: 18}}`."""

    model_config = ConfigDict(frozen=True)

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether all tests hold for these answers."""
        return all(
            (test if isinstance(test, Test) else Test(one_of=(test,))).holds(answers.get(step))
            for step, test in self.root.items()
        )


def _as_number(value: Any) -> float:  # noqa: ANN401 - JSON
    """Return the number that an answer is; what is none (skipped, spoken) is over and under nothing."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return nan


def _as_text(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
