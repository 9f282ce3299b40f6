"""The fake Bot API as a fixture; other folders import it in their conftest."""

from collections.abc import Iterator

import pytest

from bot.practice.telegram import Practice, started

TOKEN = "111:practice"


@pytest.fixture
def practice() -> Iterator[Practice]:
    with started() as playing:
        playing.add_bot(TOKEN, username="wasl_practice_bot")
        yield playing
