"""The stream over a real server: what is new, and what was missed while the connection was lost."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from bot.channels.web.rendering import Drawing
from bot.channels.web.router import assets
from bot.channels.web.sessions import Sessions
from bot.channels.web.stream import Stream
from bot.channels.web.visits import Visit
from bot.messages import Address
from tests.channels.web.house import House, house


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with house(tmp_path) as built, served(built) as found:
        yield found


@asynccontextmanager
async def served(built: House) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        config = uvicorn.Config(built.app, log_level="error", timeout_graceful_shutdown=1, lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            await task


async def events(
    visitor: httpx.AsyncClient, *, count: int, after: int | None = None, event: str = "message"
) -> list[dict[str, Any]]:
    """Return the next events of a kind, each with its id."""
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    found: list[dict[str, Any]] = []
    fields: dict[str, str] = {}
    async with asyncio.timeout(20), visitor.stream("GET", "/aoun/api/events", headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-accel-buffering"] == "no"
        async for line in response.aiter_lines():
            name, _, value = line.partition(": ")
            fields[name] = value
            if not line and "data" in fields:
                if fields.get("event", "message") == event:
                    found.append({**json.loads(fields["data"]), "event_id": fields.get("id")})
                fields = {}
            if len(found) == count:
                return found
    return found


async def say(visitor: httpx.AsyncClient, text: str) -> None:
    response = await visitor.post("/aoun/api/messages", json={"key": text, "text": text})
    assert response.status_code == 202


async def test_lines_come_live_and_carry_their_ids(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as visitor:
        await say(visitor, "أولى")
        first = await events(visitor, count=2)
        assert [line["from"] for line in first] == ["you", "bot"]
        assert [int(line["event_id"]) for line in first] == [line["id"] for line in first]
        assert "قلت: أولى" in first[1]["html"]
        listening = asyncio.create_task(events(visitor, count=2, after=first[-1]["id"]))
        await asyncio.sleep(0.2)
        await say(visitor, "ثانية")
        assert [line["text"] for line in await listening] == ["ثانية", "قلت: ثانية"]


async def test_what_was_missed_is_replayed_once(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as visitor:
        await say(visitor, "1")
        seen = await events(visitor, count=2)
        for number in ("2", "3", "4"):
            await say(visitor, number)
        missed = await events(visitor, count=6, after=seen[-1]["id"])
        assert [line["text"] for line in missed if line["from"] == "you"] == ["2", "3", "4"]
        assert len({line["id"] for line in (*seen, *missed)}) == 8


async def test_who_holds_the_chat_is_told(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as visitor:
        await say(visitor, "person")
        await events(visitor, count=2)
        owner = await events(visitor, count=1, event="owner")
        assert owner[0]["owner"] == "waiting"


async def test_silence_is_broken_by_a_beat_and_a_stopping_process_ends_it(tmp_path: Path) -> None:
    stopping = iter((False, False, True))
    async with house(tmp_path) as built:
        needs = replace(built.needs, stopping=lambda: next(stopping))
        here = Address(organisation="aoun", channel="web", user="u")
        chat = await built.store.write(lambda tx: tx.conversations.open(here, language="ar", now=needs.now()))
        content = needs.contents("aoun")
        visit = Visit(
            organisation="aoun", content=content, language="ar", user="u", conversation=chat,
            since=needs.now(), kept=False, token="",
        )  # fmt: skip
        stream = Stream(needs, Drawing(needs, assets()), visit, chat).events(after=0, seconds=0.05)
        kinds = [event.event or event.comment async for event in stream]
    assert kinds == ["wasl", "owner", "beat", "beat"]


@pytest.mark.parametrize(
    ("secure", "rules"), [(True, "SameSite=None; Secure; Partitioned"), (False, "SameSite=Lax")]
)
def test_cookies_work_in_a_frame_only_behind_https(*, secure: bool, rules: str) -> None:
    cookie = Sessions(b"key", secure=secure).begin("aoun", "u")
    assert cookie.endswith(f"; Path=/aoun; HttpOnly; {rules}")
