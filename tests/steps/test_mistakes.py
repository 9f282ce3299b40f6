"""What authors get wrong is said when the file is read, not in the middle of somebody's request."""

from typing import Any

import pytest
from pydantic import ValidationError

from . import scenes

ASK = {"ar": "سؤال", "en": "Question"}
TWO = [{"value": "a", "label": ASK}, {"value": "b", "label": ASK}]

MISTAKES: list[tuple[str, dict[str, Any]]] = [
    ("not a regular expression", {"type": "text", "ask": ASK, "pattern": "(["}),
    ("the calendars reach", {"type": "date", "ask": ASK, "minimum": "1900-01-01"}),
    ("Invalid isoformat", {"type": "date", "ask": ASK, "maximum": "1446/01/01"}),
    ("comes twice", {"type": "choice", "ask": ASK, "options": [TWO[0], TWO[0]]}),
    (
        "longer than 64 bytes",
        {"type": "choice", "ask": ASK, "options": [TWO[0], {"value": "ب" * 40, "label": ASK}]},
    ),
    (
        "comes twice",
        {"type": "multiple_choice", "ask": ASK, "options": [*TWO, {"value": "done", "label": ASK}]},
    ),
    ("at least 2 items", {"type": "choice", "ask": ASK, "options": TWO[:1]}),
    ("needs either", {"type": "find_case", "reference": "number"}),
    ("needs either", {"type": "find_case", "mine": "yes", "reference": "a", "factor": "b"}),
    ("names the step", {"type": "personal_data", "action": "correct", "after": ASK}),
    ("names the step", {"type": "personal_data", "action": "show", "text": "x", "after": ASK}),
    (r"needs \['way'\]", {"type": "reach", "action": "keep", "after": ASK}),
    (r"needs \['otherwise'\]", {"type": "reach", "action": "tie", "code": "x", "after": ASK}),
    ("Extra inputs", {"type": "text", "ask": ASK, "maximun": "5"}),
    ("valid boolean", {"type": "text", "ask": ASK, "optional": "perhaps"}),
    ("Input should be 'ar' or 'en'", {"type": "text", "ask": {"fr": "Question"}}),
]


@pytest.mark.parametrize(
    ("said", "shape"), MISTAKES, ids=[f"{shape['type']}: {said}" for said, shape in MISTAKES]
)
def test_mistake(said: str, shape: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=said):
        scenes.step_of({"id": "x", **shape})
