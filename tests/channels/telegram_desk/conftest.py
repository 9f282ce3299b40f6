from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.practice.telegram import Practice
from tests.channels.telegram_desk.office import Office, office
from tests.practice.fixtures import practice

__all__ = ["practice"]


@pytest.fixture
async def mirror(tmp_path: Path, practice: Practice) -> AsyncIterator[Office]:
    async with office(tmp_path, practice) as made:
        yield made


@pytest.fixture
async def notify(tmp_path: Path, practice: Practice) -> AsyncIterator[Office]:
    async with office(tmp_path, practice, mode="notify") as made:
        yield made
