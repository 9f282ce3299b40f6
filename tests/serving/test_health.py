"""What monitoring is told."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from bot.app import Rooms, open_rooms
from bot.pages.routes import serve
from bot.serving import health
from bot.settings import Settings
from bot.worker.inbox import StoppingError


@dataclass
class Status:
    """How content stands."""

    version: str = "abc"
    problems: Sequence[object] = ()


@pytest.fixture
async def rooms(tmp_path: Path) -> AsyncIterator[Rooms]:
    opened = open_rooms(Settings(data=tmp_path))
    yield opened
    await opened.store.close()


def client(rooms: Rooms, status: Status) -> httpx.AsyncClient:
    application = FastAPI()
    application.add_exception_handler(StoppingError, health.stopping)
    serve(application, health.router(rooms.store, lambda: status, CollectorRegistry()))

    @application.post("/late")
    async def late() -> None:
        raise StoppingError

    transport = httpx.ASGITransport(app=application)
    return httpx.AsyncClient(transport=transport, base_url="http://wasl")


@pytest.mark.parametrize(("problems", "broken"), [((), "0.0"), (("a tab",), "1.0")])
async def test_a_broken_change_is_told_and_answers_go_on(
    rooms: Rooms, problems: Sequence[object], broken: str
) -> None:
    async with client(rooms, Status(problems=problems)) as http:
        ready = await http.get("/readyz")
        metrics = await http.get("/metrics")
    assert ready.status_code == 200
    assert ready.json()["content_problems"] == len(problems)
    assert f"wasl_content_broken {broken}" in metrics.text


async def test_what_comes_while_stopping_is_told_to_come_again(rooms: Rooms) -> None:
    async with client(rooms, Status()) as http:
        answer = await http.post("/late")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
