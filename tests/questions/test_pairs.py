"""Questions that share all their words but one (pairs.yaml): neither hears the other's answer."""

from collections.abc import Sequence
from typing import Any

import pytest
import yaml

from bot.content import Library
from bot.messages import Reading
from tests.questions.written import HERE

pytestmark = [pytest.mark.timeout(600)]
Side = dict[str, Any]
PAIRS: Sequence[tuple[Side, Side]] = [
    tuple(pair) for pair in yaml.load((HERE / "pairs.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
]
SIDES = [side for pair in PAIRS for side in pair]
FEWEST_RIGHT = 160  # of 186 that are answered; the others are offered


def read(library: Library, say: str) -> Reading:
    return library.contents["aoun"].matcher.read(say)


def right(reading: Reading, means: Sequence[str]) -> bool:
    return reading.topic in means and not reading.parts


def test_there_are_enough_pairs_over_the_topics() -> None:
    assert len(PAIRS) >= 80
    assert len({topic for side in SIDES for topic in side["means"]}) >= 40


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side["say"])
def test_each_side_hears_its_own_answer_or_an_offer_of_it(side: Side, library: Library) -> None:
    reading = read(library, side["say"])
    offered = reading.decision == "offer" and not reading.parts and set(reading.offers) & set(side["means"])
    assert right(reading, side["means"]) or offered, (reading.decision, reading.topic, reading.offers)


def test_most_sides_are_answered_and_not_only_offered(library: Library) -> None:
    answered = [side for side in SIDES if right(read(library, side["say"]), side["means"])]
    assert len(answered) >= FEWEST_RIGHT
