"""The small content, copied for each test and fitted once a session."""

import shutil
from pathlib import Path

import pytest

from bot.content import Library
from tests.content.serving import SMALL, served


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for fitted models."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def library(cache: Path) -> Library:
    """The small content as it is served."""
    return served(SMALL, cache)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small content to change."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))
