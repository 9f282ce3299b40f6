"""A thousand open windows on one process, and how soon a staff reply shows: `python -m benchmarks.windows`.

The pages, worker, sender, desk and SQLite store are the product's, in a process of their own; the engine only
repeats what was said. A window is one connection that reads the stream of its own conversation. A reply
counts from the desk's request until the window has received the whole event; drawing it is left out.
Writes docs/figures/windows.json and .md.
"""

import asyncio
import http
import json
import multiprocessing
import os
import socket
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import uvicorn

from benchmarks.figures import keep, measured
from bot.channels.web import Limits
from bot.desk import writing
from tests.browser.assembly import account
from tests.channels.web.house import House, house

WINDOWS = 1000
REPLIES = 500  # of staff, one after the other, each to another window
_TOGETHER = 20  # windows opened at once
_SETTLE = 3  # seconds until memory is read


async def _serve(folder: Path, port: int, ready: Connection) -> None:
    async with house(
        folder, limits=Limits(address_burst=10**6), organisations=("aoun",), before=_with_desk
    ) as built:
        config = uvicorn.Config(built.app, port=port, log_level="error", lifespan="off")
        serving = asyncio.create_task(uvicorn.Server(config).serve())
        ready.send(os.getpid())
        await serving


def _with_desk(built: House) -> None:
    hired: list[Any] = []

    async def reply(chat: str, text: str) -> None:
        if not hired:
            hired.append((await account(built.store, "sara")).staff)
        draft = writing.Reply(text=text, key=text, seen_line=2**31)
        await built.store.write(
            lambda tx: writing.reply(built.worker.desk(tx, hired[0], "aoun"), chat, draft)
        )

    built.app.add_api_route("/bench/reply", reply, methods=["POST"])


def _process(folder: str, port: int, ready: Connection) -> None:
    asyncio.run(_serve(Path(folder), port, ready))


def _rss(pid: int) -> float:
    """Return the resident memory of a process in kB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


class Window:
    """One visitor: a conversation, and the stream of it."""

    def __init__(self, base: str) -> None:
        """Take the server's address."""
        self._client = httpx.AsyncClient(base_url=base, timeout=120, limits=httpx.Limits(max_connections=2))
        self._seen: dict[str, asyncio.Event] = {}
        self._reading: asyncio.Task[None] | None = None
        self.opened = asyncio.Event()
        self.chat = ""

    async def begin(self) -> None:
        """Say something, so that there is a conversation."""
        posted = await self._client.post("/aoun/api/messages", json={"key": "first", "text": "hello"})
        if posted.status_code != http.HTTPStatus.ACCEPTED:
            raise SystemExit(f"a message was refused: {posted.text}")
        while not self.chat:
            self.chat = (await self._client.get("/aoun/api/history")).json()["conversation"] or ""

    async def open(self) -> None:
        """Read the stream from now on."""
        self._reading = asyncio.create_task(self._read())
        await self.opened.wait()

    def expect(self, text: str) -> asyncio.Event:
        """Return what is set when a message with this text has come."""
        return self._seen.setdefault(text, asyncio.Event())

    async def close(self) -> None:
        """End the stream."""
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
        await self._client.aclose()

    async def _read(self) -> None:
        async with self._client.stream("GET", "/aoun/api/events") as stream:
            async for line in stream.aiter_lines():
                self.opened.set()
                if line.startswith('data: {"id"'):
                    event = self._seen.pop(json.loads(line[6:])["text"], None)
                    if event is not None:
                        event.set()


async def _measured(base: str, pid: int) -> dict[str, Any]:
    windows = [Window(base) for _ in range(WINDOWS)]
    await _in_groups([window.begin for window in windows])
    await asyncio.sleep(_SETTLE)
    before = _rss(pid)
    await _in_groups([window.open for window in windows])
    await asyncio.sleep(_SETTLE)
    each = (_rss(pid) - before) / WINDOWS
    async with httpx.AsyncClient(base_url=base, timeout=60) as desk:
        times = [await _replied(desk, window, number) for number, window in enumerate(windows[:REPLIES])]
    await asyncio.gather(*(window.close() for window in windows))
    cuts = quantiles(times, n=100)
    return {
        "windows": WINDOWS,
        "kb_each": round(each, 1),
        "process_rss_mb": round(_rss(pid) / 1024),
        "replies": REPLIES,
        "reply_to_window_p50_ms": round(cuts[49], 1),
        "reply_to_window_p99_ms": round(cuts[98], 1),
    }


async def _replied(desk: httpx.AsyncClient, window: Window, number: int) -> float:
    text = f"reply {number}"
    seen = window.expect(text)
    began = time.perf_counter()
    (await desk.post("/bench/reply", params={"chat": window.chat, "text": text})).raise_for_status()
    await asyncio.wait_for(seen.wait(), 30)
    return 1000 * (time.perf_counter() - began)


async def _in_groups(acts: Sequence[Any]) -> None:
    for start in range(0, len(acts), _TOGETHER):
        await asyncio.gather(*(act() for act in acts[start : start + _TOGETHER]))


async def _when_up(base: str) -> None:
    async with httpx.AsyncClient(base_url=base) as client:
        while True:
            with suppress(httpx.ConnectError):
                await client.get("/aoun")
                return
            await asyncio.sleep(0.1)


def rows() -> Sequence[dict[str, Any]]:
    """Return one row: kB of memory a window, and milliseconds from a staff reply to its window."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    with tempfile.TemporaryDirectory(dir=os.environ.get("WASL_BENCH_FOLDER")) as folder:
        process = spawn.Process(target=_process, args=(folder, port, there))
        process.start()
        try:
            if not here.poll(60):
                raise SystemExit("the site did not start")
            pid = here.recv()
            return [asyncio.run(_all(base, pid))]
        finally:
            process.kill()
            process.join()


async def _all(base: str, pid: int) -> dict[str, Any]:
    await asyncio.wait_for(_when_up(base), 60)
    return await _measured(base, pid)


def main() -> None:
    """Measure and write."""
    keep(measured("windows", rows, command="python -m benchmarks.windows"))


if __name__ == "__main__":
    main()
