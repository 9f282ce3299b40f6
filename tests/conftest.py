"""The real content, loaded and fitted once a session."""

from pathlib import Path

import pytest

from bot.content import Library, load

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def library() -> Library:
    loaded = load(ROOT / "knowledge", ROOT / "flows")
    if not isinstance(loaded, Library):
        pytest.fail("\n".join(f"{each.file}:{each.line}: {each.message['en']}" for each in loaded))
    return loaded
