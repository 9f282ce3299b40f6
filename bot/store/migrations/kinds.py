"""What the types of `bot.store.columns` are in each database. Revisions must not change with the program."""

from sqlalchemy import JSON as PLAIN
from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB

ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
TIME = DateTime(timezone=True).with_variant(String(32), "sqlite")
JSON = PLAIN().with_variant(JSONB(), "postgresql")
SEALED = LargeBinary()
INDEX = LargeBinary()
