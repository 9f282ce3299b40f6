"""The key ring: what encrypts columns and files, and what makes blind indexes.

The key file is JSON: `{"schema": 1, "keys": [{"id": "8 hex digits", "key": "base64"}, …]}`, newest key first.
The newest key seals; every key still opens, so that rows sealed before a rotation stay readable.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.errors import KeyFileFaulty, Unreadable

KEY_BYTES = 32
NONCE_BYTES = 12
ID_BYTES = 4
FORMAT = b"\x01"  # first byte of whatever is sealed
HEAD = len(FORMAT) + ID_BYTES


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Key:
    """One master key. It is never used itself, only keys derived from it."""

    id: bytes  # 4 bytes, written before each sealed value
    secret: bytes  # 32 bytes

    def derive(self, purpose: str) -> bytes:
        """Return the 32-byte key of one purpose."""
        return _derive(self.secret, purpose)


@lru_cache(maxsize=256)
def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"wasl/" + purpose.encode()).derive(
        secret
    )


def new_key() -> Key:
    """Return a random key."""
    secret = secrets.token_bytes(KEY_BYTES)
    return Key(id=hashlib.sha256(b"wasl key id" + secret).digest()[:ID_BYTES], secret=secret)


class KeyRing:
    """Keys in force, newest first. Immutable and safe between threads."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        """Keep the keys. ValueError if there is none."""
        if not keys:
            raise ValueError("a key ring needs a key")
        self.keys = keys
        self._ciphers: Mapping[bytes, AESGCM] = {key.id: AESGCM(key.derive("seal")) for key in keys}
        self._newest = self._ciphers[keys[0].id]
        self._head = FORMAT + keys[0].id

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt with the newest key. `context` (e.g. table and column) must be the same when opening."""
        nonce = os.urandom(NONCE_BYTES)
        return self._head + nonce + self._newest.encrypt(nonce, plain, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt. Unreadable if the key is missing or a bit was changed."""
        cipher = self._ciphers.get(sealed[len(FORMAT) : HEAD])
        if cipher is None or sealed[: len(FORMAT)] != FORMAT:
            raise Unreadable("it was sealed with a key that is not in the key file")
        try:
            return cipher.decrypt(sealed[HEAD : HEAD + NONCE_BYTES], sealed[HEAD + NONCE_BYTES :], context)
        except InvalidTag as error:
            raise Unreadable("its content was changed after it was sealed") from error

    def blind(self, value: str, context: str) -> bytes:
        """Return the blind index of a value under the newest key: equal values give equal bytes."""
        return _blind(self.keys[0], value, context)

    def blinds(self, value: str, context: str) -> tuple[bytes, ...]:
        """Return the blind index under every key: rows written before a rotation are found too."""
        return tuple(_blind(key, value, context) for key in self.keys)


def _blind(key: Key, value: str, context: str) -> bytes:
    return hmac.digest(key.derive("blind/" + context), value.encode(), "sha256")


def open_key_file(path: Path) -> KeyRing:
    """Read the key file, made with one random key (mode 0600) if missing. KeyFileFaulty if it is unfit."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_new(path, (new_key(),))
    _refuse_exposed(path)
    return KeyRing(_parse(path))


def rotate_key_file(path: Path) -> KeyRing:
    """Put a new key in front of the others; values sealed from now on use it."""
    ring = KeyRing((new_key(), *open_key_file(path).keys))
    fresh = path.with_name(path.name + ".new")
    _write_new(fresh, ring.keys)
    fresh.replace(path)
    return ring


def _write_new(path: Path, keys: tuple[Key, ...]) -> None:
    rows = [{"id": key.id.hex(), "key": base64.b64encode(key.secret).decode()} for key in keys]
    body = json.dumps({"schema": 1, "keys": rows}, indent=1) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _refuse_exposed(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeyFileFaulty(f"{path} can be read by others (mode {mode:o}): run chmod 600 {path}")


def _parse(path: Path) -> tuple[Key, ...]:
    try:
        rows = json.loads(path.read_text(encoding="ascii"))["keys"]
        keys = tuple(_key(row["id"], row["key"]) for row in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileFaulty(f"{path} is not a key file of Wasl: {error}") from error
    if not keys:
        raise KeyFileFaulty(f"{path} holds no key")
    return keys


def _key(identity: str, secret: str) -> Key:
    key = Key(id=bytes.fromhex(identity), secret=base64.b64decode(secret, validate=True))
    if len(key.id) != ID_BYTES or len(key.secret) != KEY_BYTES:
        raise ValueError(f"key {identity} has the wrong length")
    return key
