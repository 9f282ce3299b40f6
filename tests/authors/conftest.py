from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.authors.office import Office, office


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for fitted models."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
async def desk(tmp_path: Path, cache: Path) -> AsyncIterator[Office]:
    async with office(tmp_path, cache) as opened:
        yield opened
