"""Play tests/people/masking.yaml."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.masking import mask, mask_message, mask_phones
from tests.worker.world import load, message

CASES: list[dict[str, str]] = load(Path(__file__).parent / "masking.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_mask(case: dict[str, str]) -> None:
    assert mask(case["text"]) == case["kept"]
    assert mask_phones(case["text"]) == case.get("report", case["kept"])


@given(st.text(alphabet="0123456789٠١٢٣٤٥ -+SAsaxح.•", max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.from_regex(r"[12][0-9]{9}", fullmatch=True), st.sampled_from((" ", "", "-", " - ", "\u00a0")))
def test_no_id_gets_through_however_it_is_grouped(number: str, gap: str) -> None:
    written = gap.join((number[:1], number[1:4], number[4:7], number[7:]))
    kept = mask(f"رقم هويتي {written} شكرا")
    assert len(re.sub(r"\D", "", kept)) <= 3


def test_a_message_is_masked_in_its_text_alone() -> None:
    given_message = message("رقمك 1098765432")
    assert mask_message(given_message).text == "رقمك 1•••••••32"
    assert mask_message(message("أهلا")) == message("أهلا")
