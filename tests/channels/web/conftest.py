from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.channels.web.house import House, house


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        yield built


@pytest.fixture
async def visitor(home: House) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(home.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://wasl.test") as client:
        yield client
