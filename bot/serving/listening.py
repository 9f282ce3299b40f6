"""The listening socket and the web server's life."""

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

PATIENCE = 10  # seconds that open streams and requests get when the process stops
BACKLOG = 2048


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Made with its protocol: otherwise asyncio does not set TCP_NODELAY and every request waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(BACKLOG)
    return listening


class Server(uvicorn.Server):
    """A web server that says when it is up, and when it begins to stop."""

    def __init__(self, application: FastAPI, *, ready: Callable[[], None]) -> None:
        """Take the application, and `ready`: called once connections are answered."""
        super().__init__(
            uvicorn.Config(
                application,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=PATIENCE,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    def stopping(self) -> bool:
        """Whether the process is about to end: streams finish."""
        return bool(self.should_exit)
