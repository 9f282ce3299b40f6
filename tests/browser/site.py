"""The product in a thread of its own, with a lead to it that can be cut."""

import asyncio
import socket
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from bot.desk.signin import enter
from bot.engine.content import Content
from bot.ports.store import Transaction
from bot.worker.service import utc_now
from bot.worker.turn import Respond
from tests.browser.assembly import assembled
from tests.channels.web.house import House, parrot

START_SECONDS = 120
T = TypeVar("T")
Assemble = Callable[[Path], AbstractAsyncContextManager[House]]  # another house than the usual one


class Lead:
    """Passes bytes between browser and server, until it is cut."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.holds_streams = False  # as some proxies do: the head of a stream passes, its events do not
        self.port = 0

    async def lay(self) -> None:
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in tuple(self._open):
            writer.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, there = await asyncio.open_connection("127.0.0.1", self._port)
        self._open |= {writer, there}
        try:
            holds = self.holds_streams
            await asyncio.gather(_pump(reader, there), _pump(back, writer, holds_streams=holds))
        finally:
            self._open -= {writer, there}
            for end in (writer, there):
                end.transport.abort()


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, holds_streams: bool = False
) -> None:
    held = False
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            if not held:
                held = holds_streams and b"text/event-stream" in data
                writer.write(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if held else data)
                await writer.drain()
    writer.close()


@dataclass(kw_only=True)
class Site:
    """A running site."""

    house: House
    direct: str  # address
    through: str  # address behind the lead
    lead: Lead
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the site's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def session(self, login: str) -> str:
        """Open a session of somebody as the sign-in page does; return what its cookie holds."""

        def work(tx: Transaction) -> str:
            account = tx.staff.by_login(login)
            assert account is not None, login
            return enter(tx, account, now=utc_now()).token

        return self.run(self.house.store.write(work))


@contextmanager
def running(
    *,
    respond: Respond = parrot,
    contents: Callable[[str], Content] | None = None,
    organisations: tuple[str, ...] = ("aoun", "banan"),
    assemble: Assemble | None = None,
) -> Iterator[Site]:
    ready: list[Site] = []
    up, down = threading.Event(), threading.Event()

    async def serve(folder: Path) -> None:
        opened = (
            assemble(folder)
            if assemble
            else assembled(
                folder, respond=respond, contents=contents, organisations=organisations, accounts=True
            )
        )
        async with opened as house:
            with socket.create_server(("127.0.0.1", 0)) as listening:
                port = listening.getsockname()[1]
                lead = Lead(port)
                await lead.lay()
                config = uvicorn.Config(
                    house.app, log_level="error", timeout_graceful_shutdown=1, lifespan="off"
                )
                server = uvicorn.Server(config)
                task = asyncio.create_task(server.serve(sockets=[listening]))
                direct, through = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{lead.port}"
                loop = asyncio.get_running_loop()
                ready.append(Site(house=house, direct=direct, through=through, lead=lead, loop=loop))
                up.set()
                await asyncio.to_thread(down.wait)
                await lead.cut()
                server.should_exit = True
                await task

    def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(serve(Path(folder)))

    thread = threading.Thread(target=work, name="site")
    thread.start()
    try:
        _await(up, thread)
        yield ready[0]
    finally:
        down.set()
        thread.join(30)


def _await(up: threading.Event, thread: threading.Thread) -> None:
    """Wait for a site. TimeoutError if it broke, or is not there in time: a busy machine is slow."""
    for _ in range(START_SECONDS):
        if up.wait(1):
            return
        if not thread.is_alive():
            break
    raise TimeoutError("the site did not start")
