"""Whatever is sent, a step answers: no text, press or file makes it raise."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.reading import place, plain, squeeze, yes_or_no
from bot.engine.steps import STEP_TYPES
from bot.engine.steps.numerals import read_numbers
from bot.engine.steps.step import AskingStep, Edit, Prompt, Refused, Stay, Taken
from bot.engine.steps.typed_date import read_days
from bot.messages import LANGUAGES

from . import scenes
from .test_docs import example

ASKING = [step for step in map(example, STEP_TYPES.values()) if isinstance(step, AskingStep)]
# letters and signs that mean something somewhere: digits of all kinds, marks, months, numbers, stars
SIGNS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱²½Ⅷ㊿/-.,،٫٬+@()هـم⭐🌟\u200f\u202b\u0640 \n{}[]"
WORDS = [
    "رمضان",
    "ربيع",
    "march",
    "خمسة",
    "وعشرين",
    "ألف",
    "yes",
    "لا",
    "SA",
    "@",
    "1446",
    "31",
    "00966",
    "الثاني",
    "تم",
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=SIGNS, max_size=60),
    st.lists(st.sampled_from(WORDS) | st.text(alphabet=SIGNS, max_size=6), max_size=12).map(" ".join),
)


@pytest.mark.parametrize("step", ASKING, ids=lambda step: step.type)
@given(text=TEXTS, language=st.sampled_from(LANGUAGES), press=st.none() | TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_text_makes_a_step_raise(step: AskingStep, text: str, language: Any, press: str | None) -> None:
    scene = scenes.scene(language, steps=[step])
    case = {"say": text} if press is None else {"say": text, "press": press}
    outcome = step.take(scenes.message(step, case), scene)
    assert isinstance(outcome, Taken | Stay | Edit | Refused)
    if isinstance(outcome, Refused):
        assert outcome.text
    elif isinstance(outcome, Taken | Stay):
        assert isinstance(step.show(outcome.value, scene), str)
        assert isinstance(step.prompt(scene, outcome.value), Prompt)


@given(text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_readings_never_raise(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert squeeze(squeeze(text)) == squeeze(text)
    assert yes_or_no(text) in (True, False, None)
    assert place(text, 3) in (0, 1, 2, None)
    assert all(number == number for number in read_numbers(text))  # never "not a number"
    assert read_days(text, scenes.NOW.date(), rough=True)
