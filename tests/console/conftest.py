from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.assembly import assembled
from tests.channels.web.house import House


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with assembled(tmp_path) as built:
        yield built
