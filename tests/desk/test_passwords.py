"""The work that a password costs whoever guesses it; other tests do with less (tests/conftest.py)."""

import argon2
import pytest

from bot.desk import passwords


def test_hashing_takes_as_much_work_as_its_standard_advises(
    monkeypatch: pytest.MonkeyPatch, real_hasher: argon2.PasswordHasher
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", real_hasher)
    found = argon2.extract_parameters(passwords.hash_password("كلمة مرور طويلة"))
    assert found == argon2.profiles.RFC_9106_LOW_MEMORY
