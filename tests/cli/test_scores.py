"""What counts as right, wrong and shown, and the shares made of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.corpus import quality, sample
from bot.cli.scores import Row, summary

CASES = yaml.load(
    (Path(__file__).parent / "scores.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader
)


def made(fields: Mapping[str, Any]) -> Row:
    return Row(
        kind="dia",
        expected=fields["expected"],
        decision=fields["decision"],
        chosen=fields.get("chosen"),
        offers=tuple(fields.get("offers", ())),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_row_is_judged(case: Mapping[str, Any]) -> None:
    row = made(case["row"])
    assert {name: getattr(row, name) for name in ("right", "wrong", "shown")} == {
        name: case[name] == "yes" for name in ("right", "wrong", "shown")
    }


def test_shares_are_of_what_they_say() -> None:
    found = summary([made(case["row"]) for case in CASES])
    assert (found["in_scope"], found["out_of_scope"], found["urgent"]) == (6, 3, 3)
    assert found["right"] == round(2 / 6, 4)
    assert found["right_or_offered"] == 0.5
    assert found["out_of_scope_answered"] == round(1 / 3, 4)
    assert found["urgent_caught"] == round(1 / 3, 4)
    assert found["wrong_among_answered"] == round(4 / 7, 4)
    assert found["false_alarms"] == 1


def test_nothing_asked_is_no_share() -> None:
    assert summary([])["right"] is None


def test_quality_counts_each_label_alike() -> None:
    assert quality(["a", "a", "b"], ["a", "b", "b"]) == {"accuracy": 0.6667, "macro_f1": 0.6667}


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    rows = [(label, f"{label}{number}") for label in "ab" for number in range(20)]
    drawn = sample(rows, per_label=5, seed=3)
    assert drawn == sample(rows, per_label=5, seed=3) != sample(rows, per_label=5, seed=4)
    assert [sum(label == each for label, _ in drawn) for each in "ab"] == [5, 5]
