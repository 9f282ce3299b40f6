"""Starting the fake: in a thread beside a test, or as a process of its own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from bot.practice.telegram.limits import Rates
from bot.practice.telegram.practice import Practice
from bot.practice.telegram.server import application
from bot.practice.telegram.world import World

_START = 10.0  # seconds


@contextmanager
def started(*, rates: Rates | None = None, any_token: bool = False) -> Iterator[Practice]:
    """Run the fake on a free port in a thread; give the players' acts. Raises RuntimeError."""
    world = World(rates=rates, any_token=any_token)
    with bound("127.0.0.1", 0) as listening:
        server = _Server(world)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        _await(server)
        try:
            yield Practice(world, base=f"http://127.0.0.1:{listening.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join(_START)


def serve(host: str, port: int, *, rates: Rates | None = None) -> None:
    """Run the fake until a signal comes; every well-formed token is a bot's. Raises OSError."""
    world = World(rates=rates, any_token=True)
    with bound(host, port) as listening:
        _Server(world).run(sockets=[listening])


def bound(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises OSError."""
    # Made with its protocol: otherwise asyncio does not set TCP_NODELAY and every request waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(2048)
    return listening


class _Server(uvicorn.Server):
    """A server whose long polls end when it stops."""

    def __init__(self, world: World) -> None:
        super().__init__(
            uvicorn.Config(application(world), log_config=None, access_log=False, timeout_graceful_shutdown=2)
        )
        self._world = world

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._world.closing = True
        self._world.wake()
        await super().shutdown(sockets)


def _await(server: uvicorn.Server) -> None:
    until = time.monotonic() + _START
    while not server.started:
        if time.monotonic() > until:
            raise RuntimeError("the fake Bot API has not started")
        time.sleep(0.01)
