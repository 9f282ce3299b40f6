"""Passwords: hashed with argon2id (slow on purpose: never inside a write), made at random, judged."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10  # characters
LONGEST = 200
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is misread: no l, o, 0, 1
_HASHER = PasswordHasher()  # argon2id with the library's parameters (RFC 9106, low memory)


def random_password() -> str:
    """Return a fresh password of 100 random bits that can be read out: `k7mf-x2qp-…`."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(5))


def hash_password(password: str) -> str:
    """Return the argon2id hash (about 30 ms of work)."""
    return _HASHER.hash(password)


def is_right(password_hash: str, password: str) -> bool:
    """Whether this is the password (about 30 ms of work)."""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def is_weak(password: str, *, login: str) -> bool:
    """Whether a password is too short, too long, of few different signs, or holds the login."""
    fits = SHORTEST <= len(password) <= LONGEST and len(set(password)) >= 5
    return not fits or login.casefold() in password.casefold()
