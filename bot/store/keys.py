"""The key ring: what encrypts columns and files, and what makes blind indexes.

The key file is JSON: `{"schema": 1, "keys": [{"id": "8 hex digits", "key": "base64"}, …]}`, newest key first.
The newest key seals; every key still opens, so that rows sealed before a rotation stay readable.
"""

import base64
import contextlib
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

from bot.store.disk import sync_folder
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
        self._keys = keys
        self._ciphers: Mapping[bytes, AESGCM] = {key.id: AESGCM(key.derive("seal")) for key in keys}
        self._newest = self._ciphers[keys[0].id]
        self._head = FORMAT + keys[0].id

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys in force, newest first."""
        return self._keys

    @property
    def head(self) -> bytes:
        """What every value sealed from now on begins with: the format and the newest key's id."""
        return self._head

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
        return _blind(self._keys[0], value, context)

    def blinds(self, value: str, context: str) -> tuple[bytes, ...]:
        """Return the blind index under every key: rows written before a rotation are found too."""
        return tuple(_blind(key, value, context) for key in self._keys)


class WatchedKeyRing(KeyRing):
    """The keys of a file as it stands: a process that runs while they are rotated uses the new one at once.

    A file that is unfit or gone changes nothing: the keys read last stay in force.
    """

    def __init__(self, path: Path) -> None:
        """Read the file. KeyFileFaulty if it is unfit."""
        self._path = path
        self._state = (_stamp(path), open_key_file(path))
        super().__init__(self._state[1].keys)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys in force, newest first."""
        return self._now().keys

    @property
    def head(self) -> bytes:
        """What every value sealed from now on begins with."""
        return self._now().head

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt with the newest key of the file."""
        return self._now().seal(plain, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt with the file's keys."""
        return self._now().open(sealed, context)

    def blind(self, value: str, context: str) -> bytes:
        """Return the blind index under the newest key of the file."""
        return self._now().blind(value, context)

    def blinds(self, value: str, context: str) -> tuple[bytes, ...]:
        """Return the blind index under every key of the file."""
        return self._now().blinds(value, context)

    def _now(self) -> KeyRing:
        """Return the ring, read anew if the file is another than the one read last."""
        known, ring = self._state
        stamp = _stamp(self._path)
        if stamp is not None and stamp != known:
            with contextlib.suppress(KeyFileFaulty, OSError):
                ring = open_key_file(self._path)
            self._state = (stamp, ring)
        return ring


def _stamp(path: Path) -> tuple[int, int] | None:
    """Tell one state of a file from another: its inode and when it was written; None if it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


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
    return _replace(path, (new_key(), *open_key_file(path).keys))


def retire_keys(path: Path) -> tuple[Key, ...]:
    """Leave only the newest key in the file and return the others, which the caller knows to be unneeded."""
    newest, *older = open_key_file(path).keys
    if older:
        _replace(path, (newest,))
    return tuple(older)


def keep_keys(path: Path, keys: tuple[Key, ...]) -> None:
    """Write keys to a file of their own, e.g. retired ones for old backups. KeyFileFaulty if it exists."""
    try:
        _write_new(path, keys)
    except FileExistsError as error:
        raise KeyFileFaulty(f"{path} exists: choose another name") from error


def _replace(path: Path, keys: tuple[Key, ...]) -> KeyRing:
    """Let the file hold these keys: all of it is on the disk before it takes its name."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)  # left by a process that died here: it never was in force
    _write_new(fresh, keys)
    fresh.replace(path)
    sync_folder(path.parent)
    return KeyRing(keys)


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
