"""Messages a second durably through the store's whole way, beside raw sqlite3 in the same run.

One message is two units of work: accept (inbox insert) and turn (take, lock, state, two transcript lines,
outbox, inbox done, heard). Raw sqlite3 does six plain statements, not encrypted, in the same group commits.
The answer's own work (engine, matching) is not in it.

    python -m benchmarks.store [--messages 4000] [--conversations 64] [--database URL] [--json]
"""

import argparse
import asyncio
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from bot.messages import Address, Button, Inbound, Message
from bot.ports.store import Store, Transaction
from bot.store.keys import KeyRing, new_key
from bot.store.opening import open_store

ORG = "aoun"
TEXT = "السلام عليكم، متى يصلني الرد على طلبي؟"
ANSWER = "تدرس لجنة البحث طلبك، ويصلك ردها بالقبول أو الرفض بعد مدة لا تقل عن أسبوعين."
REPLY = Message(text=ANSWER, language="ar", buttons=(Button(id="menu", label="🏠 القائمة"),))
STATE = json.dumps(
    {"language": "ar", "greeted": True, "misses": 0, "last_topic": "review-time", "offered": []}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What was measured."""

    database: str
    messages: int
    conversations: int
    seconds: float
    messages_per_second: float
    p50_ms: float  # from arrival to answered, both commits
    p99_ms: float
    raw_sqlite3_per_second: float  # six statements a message, group commit of the same size, one thread
    ratio: float  # raw / ours


def arrival(address: Address, number: int) -> Inbound:
    external = f"{address.user}-{number}"
    return Inbound(
        id=f"in-{external}", address=address, external_id=external, received_at=datetime.now(UTC), text=TEXT
    )


def accept(inbound: Inbound, chat: str) -> Callable[[Transaction], bool]:
    return lambda tx: tx.inbox.accept(inbound, conversation=chat)


def turn(inbox: str, chat: str, address: Address, now: datetime) -> Callable[[Transaction], None]:
    """What the worker does for one message, without the engine."""

    def work(tx: Transaction) -> None:
        received = tx.inbox.take(ORG, inbox)
        if received is None:
            raise LookupError(inbox)
        tx.conversations.lock(ORG, chat)
        tx.conversations.keep_state(ORG, chat, state=STATE, language="ar", topic="review-time")
        tx.transcript.add(ORG, chat, direction="in", text=TEXT, at=now, inbound=inbox)
        line = tx.transcript.add(
            ORG, chat, direction="out", text=ANSWER, at=now, message=REPLY, answers=inbox, delivery="queued"
        )
        tx.outbox.queue(
            chat, address=address, message=REPLY, line=line, staff=None, priority=1, not_before=now
        )
        tx.inbox.done(ORG, inbox, at=now)
        tx.conversations.heard(ORG, chat, at=now)

    return work


async def converse(store: Store, user: str, messages: int, times: list[float]) -> None:
    """Write messages one after the other, each only when the last one is answered."""
    address = Address(organisation=ORG, channel="web", user=user)
    chat = await store.write(
        lambda tx: tx.conversations.open(address, language="ar", now=datetime.now(UTC)).id
    )
    for number in range(messages):
        began = time.perf_counter()
        inbound = arrival(address, number)
        await store.write(accept(inbound, chat))
        await store.write(turn(inbound.id, chat, address, datetime.now(UTC)))
        times.append(time.perf_counter() - began)


async def measure_store(url: str, messages: int, conversations: int) -> tuple[float, list[float]]:
    """Return seconds and each message's time."""
    store = open_store(url, KeyRing((new_key(),)))
    times: list[float] = []
    share = messages // conversations
    await converse(store, "warm-up", 50, [])
    began = time.perf_counter()
    await asyncio.gather(*(converse(store, f"visitor-{n}", share, times) for n in range(conversations)))
    seconds = time.perf_counter() - began
    await store.close()
    return seconds, times


RAW_TABLES = """
CREATE TABLE conversations (id TEXT PRIMARY KEY, state TEXT, version INTEGER);
CREATE TABLE inbox (seq INTEGER PRIMARY KEY, id TEXT, channel TEXT, external_id TEXT, conversation_id TEXT,
  payload TEXT, UNIQUE (channel, external_id));
CREATE TABLE lines (id INTEGER PRIMARY KEY, conversation_id TEXT, at TEXT, text TEXT);
CREATE INDEX lines_conversation ON lines (conversation_id, id);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, conversation_id TEXT, payload TEXT, status TEXT);
CREATE INDEX outbox_status ON outbox (status, id);
"""


def raw_message(database: sqlite3.Connection, chat: str, number: int) -> None:
    now = datetime.now(UTC).isoformat()
    database.execute(
        "INSERT INTO inbox (id, channel, external_id, conversation_id, payload) VALUES (?, ?, ?, ?, ?)",
        (f"in-{chat}-{number}", "web", f"{chat}-{number}", chat, TEXT),
    )
    _, version = database.execute("SELECT state, version FROM conversations WHERE id = ?", (chat,)).fetchone()
    database.execute(
        "UPDATE conversations SET state = ?, version = ? WHERE id = ? AND version = ?",
        (STATE, version + 1, chat, version),
    )
    for text in (TEXT, ANSWER):
        database.execute("INSERT INTO lines (conversation_id, at, text) VALUES (?, ?, ?)", (chat, now, text))
    database.execute(
        "INSERT INTO outbox (conversation_id, payload, status) VALUES (?, ?, 'queued')", (chat, ANSWER)
    )


def measure_raw(path: Path, messages: int, batch: int) -> float:
    """Return messages a second of plain sqlite3 with WAL and synchronous FULL."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL").fetchone()
    database.execute("PRAGMA synchronous = FULL")
    database.executescript(RAW_TABLES)
    for chat in range(batch):
        database.execute("INSERT INTO conversations VALUES (?, '{}', 0)", (f"chat-{chat}",))
    began = time.perf_counter()
    for number in range(messages // batch):
        database.execute("BEGIN IMMEDIATE")
        for chat in range(batch):
            raw_message(database, f"chat-{chat}", number)
        database.execute("COMMIT")
    seconds = time.perf_counter() - began
    database.close()
    return messages / seconds


def measure(url: str | None, messages: int, conversations: int) -> Figures:
    """Measure both in the same folder of the same disk."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("WASL_BENCH_FOLDER")) as folder:
        raw = measure_raw(Path(folder) / "raw.db", messages, conversations)
        seconds, times = asyncio.run(
            measure_store(url or f"sqlite:///{folder}/wasl.db", messages, conversations)
        )
    per_second, hundredths = len(times) / seconds, quantiles(times, n=100)
    return Figures(
        database=(url or "sqlite").split(":", 1)[0],
        messages=len(times),
        conversations=conversations,
        seconds=round(seconds, 3),
        messages_per_second=round(per_second, 1),
        p50_ms=round(hundredths[49] * 1000, 2),
        p99_ms=round(hundredths[98] * 1000, 2),
        raw_sqlite3_per_second=round(raw, 1),
        ratio=round(raw / per_second, 2),
    )


def rows() -> list[dict[str, Any]]:
    """Measure on a temporary SQLite, for `wasl bench store`."""
    return [asdict(measure(None, 6400, 64))]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=6400)
    parser.add_argument("--conversations", type=int, default=64)
    parser.add_argument("--database", help="a database of its own, e.g. an empty PostgreSQL schema")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = asdict(measure(options.database, options.messages, options.conversations))
    if options.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:24} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
