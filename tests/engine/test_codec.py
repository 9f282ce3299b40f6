"""The state as JSON: whole, and from other versions of the program."""

import json
from datetime import UTC, datetime

import pytest

from bot.engine.codec import dump, load
from bot.engine.state import Run, State

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
RUN = Run(
    flow="request",
    version="abc",
    step="need",
    answers={"need": "كرسي", "home": True, "people": 4, "papers": [{"key": "k"}], "iban": None},
    trail=("need",),
    begun_at=NOW,
    touched_at=NOW,
)
STATE = State(
    language="en", greeted=True, run=RUN, saved=(RUN,), pending="cancel", offered=("menu",), last_at=NOW
)


def test_a_state_comes_back_as_it_was() -> None:
    assert load(dump(STATE)) == STATE
    assert load(dump(State())) == State()


def test_fields_of_another_version_are_left_out_and_the_rest_is_kept() -> None:
    fields = json.loads(dump(STATE))
    fields |= {"new_field": [1, 2], "pending": "no-such-question", "language": "fr"}
    fields["saved"].append({"flow": "old"})
    fields["run"]["new_field"] = "x"
    assert load(json.dumps(fields)) == State(
        greeted=True, run=RUN, saved=(RUN,), offered=("menu",), last_at=NOW
    )


def test_an_older_state_gets_the_defaults() -> None:
    assert load('{"greeted": true}') == State(greeted=True)


@pytest.mark.parametrize("text", ["", "[]", "nonsense", "3"])
def test_what_is_no_state_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own message, or ours
        load(text)
