"""The console beside both bots, served over real HTTP: one member of staff with a chat's page open."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from bot import console
from bot.desk.passwords import hash_password
from bot.pages.routes import serve
from bot.worker.service import new_id, utc_now
from tests.browser.assembly import PASSWORD, Standing
from tests.channels.telegram_desk.office import Office
from tests.console.test_console import address_of, enter, post
from tests.worker.world import ORG, content

FRESH = 10.0  # seconds that a page waits for news


@dataclass(kw_only=True)
class Page:
    """The page of the person's chat, as one of staff has it open: its stream runs all the time."""

    office: Office
    staff: httpx.AsyncClient
    news: list[str] = field(default_factory=list)  # every event of the stream, its HTML in words
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def address(self) -> str:
        return address_of(await self.office.world.conversation())

    async def act(self, act: str, **fields: str) -> None:
        answer = await post(self.staff, f"{await self.address()}/{act}", **fields)
        assert answer.status_code < 400, answer.text

    async def listen(self) -> None:
        chat = await self.office.world.conversation()
        asked = {"chat": f"{ORG}/{chat.id}/0"}
        async with self.staff.stream("GET", "/console/events", params=asked, timeout=None) as stream:
            async for line in stream.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "data":
                    found = json.loads(value)
                    self.news.append(str(found.get("html", found)))
                if name == "event":
                    self.news.append(value)
                self.arrived.set()

    async def shows(self, words: str) -> None:
        async with asyncio.timeout(FRESH):
            while not any(words in each for each in self.news):
                self.arrived.clear()
                await self.arrived.wait()

    async def reads(self, path: str) -> str:
        answer = await self.staff.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer.text


@asynccontextmanager
async def opened(office: Office, login: str) -> AsyncIterator[Page]:
    """Serve the console, sign in somebody who is linked in Telegram too, and open the chat's page."""
    await office.world.write(
        lambda tx: tx.staff.set_password(login, password_hash=hash_password(PASSWORD), must_change=False)
    )
    async with served(office) as base, httpx.AsyncClient(base_url=base) as staff:
        await enter(staff, login, PASSWORD)
        page = Page(office=office, staff=staff)
        listening = asyncio.create_task(page.listen())
        try:
            await page.shows("queue")  # the stream is open
            yield page
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[str]:
    world, app = office.world, FastAPI()
    stopped: list[bool] = []
    needs: dict[str, Any] = {
        "store": world.store, "files": world.files, "desk": world.worker.desk, "accept": world.worker.accept,
        "contents": content, "organisations": lambda: (ORG,), "content_status": Standing,
        "key": b"a key of tests", "new_id": new_id, "now": utc_now, "stopping": lambda: bool(stopped),
    }  # fmt: skip
    serve(app, console.router(console.Needs(**needs)))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stopped.append(True)
            server.should_exit = True
            await task
