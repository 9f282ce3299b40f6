"""Column types: encrypted text and JSON, blind index, UTC times, growing ids.

The key ring belongs to an engine, the tables do not: a type finds its ring by the engine's dialect.
"""

import json
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Engine, Integer, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.store.keys import KeyRing

_rings: WeakKeyDictionary[Dialect, KeyRing] = WeakKeyDictionary()

RowId = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only in INTEGER primary keys
PlainJSON = JSON().with_variant(JSONB(), "postgresql")


def use_keys(engine: Engine, ring: KeyRing) -> None:
    """Let the encrypted columns of this engine use `ring`."""
    _rings[engine.dialect] = ring


def keys_of(dialect: Dialect) -> KeyRing:
    """Return the ring of an engine's dialect. KeyError if none was given."""
    return _rings[dialect]


class EncryptedText(TypeDecorator[str]):
    """Text sealed with AES-256-GCM; `context` ties it to its column, so that values cannot be swapped."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        """Name the column, e.g. `persons.phone`."""
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal."""
        return None if value is None else _rings[dialect].seal(value.encode(), self.context.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Open. Unreadable if it was changed."""
        return None if value is None else _rings[dialect].open(value, self.context.encode()).decode()


class EncryptedJSON(TypeDecorator[Any]):
    """A JSON value sealed like `EncryptedText`. None is SQL NULL."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        """Name the column."""
        super().__init__()
        self.context = context

    def process_bind_param(self, value: object, dialect: Dialect) -> bytes | None:
        """Seal."""
        if value is None:
            return None
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return _rings[dialect].seal(plain, self.context.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> object:
        """Open. Unreadable if it was changed."""
        return None if value is None else json.loads(_rings[dialect].open(value, self.context.encode()))


class BlindIndex(TypeDecorator[str]):
    """HMAC-SHA-256 of a value, to find an encrypted value by equality. Read back it is only bytes."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        """Name the column that it indexes."""
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | bytes | None, dialect: Dialect) -> bytes | None:
        """Hash a value under the newest key; bytes are an index already (see `KeyRing.blinds`)."""
        if value is None or isinstance(value, bytes):
            return value
        return _rings[dialect].blind(value, self.context)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time: `timestamptz` on PostgreSQL, ISO text of one length (it sorts) on SQLite."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's own type."""
        plain: TypeEngine[Any] = String(32) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(plain)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Convert to UTC. ValueError if the time zone is missing."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: the store keeps aware times only")
        utc = value.astimezone(UTC)
        return utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        """Return an aware UTC time."""
        del dialect
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)
