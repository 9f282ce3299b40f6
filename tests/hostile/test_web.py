"""Hostile input through the real web application: kept, answered, shown as plain text; never a failure."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.content import Library
from bot.engine.respond import respond
from bot.ports.typed import typed
from tests.channels.web.house import House, house
from tests.hostile.said import ROWS, Row, echoes, text_of

pytestmark = [pytest.mark.timeout(600)]
LONGEST = 4000  # characters that a message may have
TRIES = 400


@pytest.fixture
async def visitor(library: Library, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    find = library.contents.__getitem__
    open_house = house(tmp_path, respond=respond, contents=find, organisations=("aoun",))
    async with open_house as built, client(built) as each:
        yield each


def client(built: House) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(built.app), base_url="http://wasl.test")


async def post(visitor: httpx.AsyncClient, fields: Mapping[str, object]) -> httpx.Response:
    """Post as a script does that escapes everything: half a surrogate is written as `\\ud83d`."""
    return await visitor.post(
        "/aoun/api/messages",
        content=json.dumps(fields).encode("ascii"),
        headers={"content-type": "application/json"},
    )


async def answered(visitor: httpx.AsyncClient, inbound: str) -> list[dict[str, Any]]:
    """Return what was said to one message."""
    for _ in range(TRIES):
        lines = (await visitor.get("/aoun/api/history")).json()["lines"]
        found = [line for line in lines if line.get("answers") == inbound]
        if found:
            return found
        await asyncio.sleep(0.02)
    pytest.fail("no answer came")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
async def test_a_hostile_message_is_answered_or_refused_with_a_word(
    row: Row, visitor: httpx.AsyncClient
) -> None:
    text = text_of(row)
    response = await post(visitor, {"key": "k1", "text": text})
    refused = {400: not typed(text), 413: len(typed(text)) > LONGEST}
    assert refused.get(response.status_code) is not False
    if response.status_code != 202:
        assert response.status_code in refused
        assert response.json()["message"].strip()
        return
    said = await answered(visitor, response.json()["id"])
    assert echoes(line["text"] for line in said) == []


async def test_the_page_shows_markup_as_text(visitor: httpx.AsyncClient) -> None:
    for number, row in enumerate(each for each in ROWS if "<" in each["say"]):
        response = await post(visitor, {"key": f"k{number}", "text": text_of(row)})
        await answered(visitor, response.json()["id"])
    page = (await visitor.get("/aoun")).text
    assert "<script>alert(" not in page
    assert "onerror=alert" not in page.replace("&lt;img src=x onerror=alert(1)&gt;", "")


@pytest.mark.parametrize("field", ["key", "text", "choice"])
async def test_half_a_surrogate_in_any_field_is_no_failure(field: str, visitor: httpx.AsyncClient) -> None:
    fields = {"key": "k1", "text": "كيف أقدم على طلب الدعم؟", field: "menu \ud83d"}
    response = await post(visitor, fields)
    assert response.status_code == 202


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"key": 1}', b"\xff\xfe", b'{"text": {"a": 1}}']
)
async def test_a_broken_body_is_refused(body: bytes, visitor: httpx.AsyncClient) -> None:
    response = await visitor.post(
        "/aoun/api/messages", content=body, headers={"content-type": "application/json"}
    )
    assert 400 <= response.status_code < 500
