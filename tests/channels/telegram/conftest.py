from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.practice.telegram import Practice
from tests.channels.telegram.house import SHARED, House, living
from tests.practice.fixtures import practice as empty_practice

__all__ = ["empty_practice"]


@pytest.fixture(name="practice")
def with_bots(empty_practice: Practice) -> Practice:
    empty_practice.add_bot(SHARED, username="shared_practice_bot")
    return empty_practice


@pytest.fixture
async def house(tmp_path: Path, practice: Practice) -> AsyncIterator[House]:
    async with living(tmp_path, practice) as made:
        yield made
