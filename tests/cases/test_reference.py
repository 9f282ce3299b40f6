"""Play tests/cases/reference.yaml; references survive dictation, and single faults are noticed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.reference import make, read
from tests.worker.world import load

CASES: list[dict[str, str]] = load(Path(__file__).parent / "reference.yaml")
REFERENCE = "AOUN-2026-00042-1"
NUMBERS = st.integers(min_value=1, max_value=999_999)


def test_the_reference_of_a_case() -> None:
    assert make("aoun", 2026, 42) == REFERENCE


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_read(case: dict[str, str]) -> None:
    assert read(case["say"], organisation="aoun") == (REFERENCE if case["read"] == "yes" else None)


@given(NUMBERS, st.integers(min_value=2020, max_value=2099), st.sampled_from(("aoun", "miras", "livelaw")))
def test_every_reference_is_read_back(number: int, year: int, organisation: str) -> None:
    reference = make(organisation, year, number)
    assert read(reference, organisation=organisation) == reference
    assert read(reference.lower().replace("-", " "), organisation=organisation) == reference


@given(NUMBERS, st.integers(min_value=0, max_value=4), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_noticed(number: int, place: int, change: int) -> None:
    reference = make("aoun", 2026, number)
    at = reference.index("-2026-") + len("-2026-") + place
    wrong = reference[:at] + str((int(reference[at]) + change) % 10) + reference[at + 1 :]
    assert read(wrong, organisation="aoun") is None


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert read(text, organisation="aoun") is None or any(sign.isdecimal() for sign in text)
