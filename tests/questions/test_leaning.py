"""Questions that lean on the answer before them (leaning.yaml), and a half that nothing was tuned on."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.content import Library
from bot.messages import Reading
from tests.questions.written import written

pytestmark = [pytest.mark.timeout(600)]
ROWS = written("leaning")
UNSEEN = written("leaning_unseen")
AT_FIRST_SIGHT = 63  # of 70, when the unseen half was first read


def read(library: Library, row: Mapping[str, Any]) -> Reading:
    return library.contents["aoun"].matcher.read(row["say"], last_topic=row["after"])


def right(reading: Reading, row: Mapping[str, Any]) -> bool:
    found = "nothing" if reading.decision == "none" else reading.topic
    return not reading.parts and found in (row["means"], *row.get("or", ()))


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 80
    assert len(UNSEEN) >= 70
    assert sum("alone" in row for row in [*ROWS, *UNSEEN]) >= 20
    assert not {row["say"] for row in ROWS} & {row["say"] for row in UNSEEN}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['after']}: {row['say']}")
def test_a_question_is_read_after_the_one_before(row: Mapping[str, Any], library: Library) -> None:
    reading = read(library, row)
    assert right(reading, row), (reading.decision, reading.topic, reading.offers)


def test_nine_of_ten_are_right_of_the_half_that_nothing_was_tuned_on(library: Library) -> None:
    wrong = [(row["after"], row["say"]) for row in UNSEEN if not right(read(library, row), row)]
    assert len(wrong) <= len(UNSEEN) - AT_FIRST_SIGHT, wrong
