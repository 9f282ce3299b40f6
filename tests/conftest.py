"""The real content, loaded and fitted once a session; what the gate plays of properties."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from bot.content import Library, load
from bot.desk import passwords

ROOT = Path(__file__).parents[1]

# The gate judges every change by the same examples; whoever runs the tests by hand tries new ones.
settings.register_profile("gate", derandomize=True)
if "WASL_REQUIRE" in os.environ:
    settings.load_profile("gate")


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[PasswordHasher]:
    """Hash passwords with little work, for hundreds of tests sign in; give the hasher that staff have."""
    real = passwords._HASHER
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield real


@pytest.fixture(scope="session")
def library() -> Library:
    loaded = load(ROOT / "knowledge", ROOT / "flows")
    if not isinstance(loaded, Library):
        pytest.fail("\n".join(f"{each.file}:{each.line}: {each.message['en']}" for each in loaded))
    return loaded
