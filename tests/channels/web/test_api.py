"""The addresses for scripts, against the real store and worker."""

import asyncio
from typing import Any

import httpx
import pytest

from bot.channels.web import Limits
from tests.channels.web.house import House, house

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "0005fe02fea7000000000049454e44ae426082"
)


def client(home: House) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(home.app), base_url="http://wasl.test")


async def history(
    visitor: httpx.AsyncClient, *, lines: int, organisation: str = "aoun"
) -> list[dict[str, Any]]:
    """Return the history once it has so many lines."""
    shown: list[dict[str, Any]] = []
    for _ in range(200):
        shown = (await visitor.get(f"/{organisation}/api/history")).json()["lines"]
        if len(shown) >= lines:
            break
        await asyncio.sleep(0.02)
    return shown


async def send(visitor: httpx.AsyncClient, **fields: object) -> httpx.Response:
    return await visitor.post("/aoun/api/messages", json={"key": "k1", **fields})


async def test_a_message_is_answered_and_the_answer_names_it(visitor: httpx.AsyncClient) -> None:
    response = await send(visitor, text="السلام عليكم ورحمة الله")
    assert response.status_code == 202
    said, answer = await history(visitor, lines=2)
    assert (said["from"], said["text"], said["key"]) == ("you", "السلام عليكم ورحمة الله", "k1")
    assert (answer["from"], answer["text"], answer["answers"]) == (
        "bot",
        "قلت: السلام عليكم ورحمة الله",
        response.json()["id"],
    )


async def test_no_session_before_the_first_message(visitor: httpx.AsyncClient) -> None:
    for address in ("/aoun", "/aoun/api/history", "/aoun/api/events"):
        response = await visitor.get(address)
        assert "set-cookie" not in response.headers
    assert (await visitor.get("/aoun/api/events")).status_code == 401
    cookie = (await send(visitor, text="مرحبا")).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/aoun" in cookie


async def test_the_same_key_is_taken_once(visitor: httpx.AsyncClient) -> None:
    first = await send(visitor, text="مرة")
    again = await send(visitor, text="مرة")
    await history(visitor, lines=2)
    later = await send(visitor, text="مرة")
    other = await send(visitor, text="مرة أخرى")
    assert [first.status_code, again.status_code, later.status_code, other.status_code] == [
        202,
        200,
        200,
        409,
    ]
    assert first.json()["id"] == again.json()["id"] == later.json()["id"]
    assert other.json()["error"] == "other-body"
    assert len(await history(visitor, lines=2)) == 2


async def test_one_key_of_two_visitors_is_two_messages(home: House, visitor: httpx.AsyncClient) -> None:
    await send(visitor, text="أنا")
    async with client(home) as other:
        assert (await send(other, text="أنا")).status_code == 202
        assert len(await history(other, lines=2)) == 2


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"key": ""}, 400, "key"),
        ({"text": "   "}, 400, "empty"),
        ({"text": "ا" * 4001}, 413, "long"),
        ({"choice": "ب" * 40}, 400, "choice"),
        ({"latitude": "91", "longitude": "40"}, 400, "location"),
        ({"text": "x", "file": ["made-up"]}, 400, "file"),
        ({"text": "x" * 100_000}, 413, "long"),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_words(
    visitor: httpx.AsyncClient, fields: dict[str, object], status: int, error: str
) -> None:
    response = await send(visitor, **fields)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert len(response.json()["message"]) > 10


@pytest.mark.parametrize("body", ["", "[]", "{", "7"])
async def test_a_body_that_is_no_message_is_refused(visitor: httpx.AsyncClient, body: str) -> None:
    response = await visitor.post("/aoun/api/messages", content=body)
    assert (response.status_code, response.json()["error"]) == (400, "form")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://wasl.test"}, 202),
        ({"Sec-Fetch-Site": "same-origin"}, 202),
    ],
)
async def test_a_foreign_page_cannot_post(
    visitor: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    response = await visitor.post("/aoun/api/messages", json={"key": "k", "text": "x"}, headers=headers)
    assert response.status_code == status


async def test_too_many_messages_are_told_when_to_come_back(tmp_path: Any) -> None:
    async with house(tmp_path, limits=Limits(burst=2, per_second=0.1)) as home, client(home) as visitor:
        answers = [await send(visitor, key=f"k{count}", text="x") for count in range(4)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 11


async def upload(visitor: httpx.AsyncClient, data: bytes, **fields: str) -> httpx.Response:
    return await visitor.post("/aoun/api/files", files={"file": ("صورة.png", data)}, data=fields)


async def test_a_file_is_sent_and_only_its_owner_sees_it(home: House, visitor: httpx.AsyncClient) -> None:
    kept = (await upload(visitor, PNG)).json()
    assert (kept["type"], kept["kind"], kept["size"]) == ("image/png", "photo", len(PNG))
    await send(visitor, file=[kept["ticket"]])
    said, answer = await history(visitor, lines=2)
    assert answer["text"] == "قلت: 1 file"
    address = f"/aoun/api/files/{said['files'][0]['key']}"
    seen = await visitor.get(address)
    assert (seen.content, seen.headers["content-type"]) == (PNG, "image/png")
    assert "sandbox" in seen.headers["content-security-policy"]
    async with client(home) as other:
        assert (await other.get(address)).status_code == 404
        await send(other, text="x")
        assert (await other.get(address)).status_code == 404
        assert (await send(other, key="k9", file=[kept["ticket"]])).json()["error"] == "file"


async def test_a_recording_is_a_voice_note(visitor: httpx.AsyncClient) -> None:
    webm = bytes.fromhex("1a45dfa3") + b"\x42\x82\x84webm" + bytes(64)
    kept = (await upload(visitor, webm, voice="1")).json()
    assert kept["kind"] == "voice"


async def test_a_file_that_is_too_large_or_empty_is_refused(tmp_path: Any) -> None:
    async with house(tmp_path, limits=Limits(file=1000)) as home, client(home) as visitor:
        answers = [await upload(visitor, bytes(size)) for size in (0, 1001, 200_000)]
    assert [answer.status_code for answer in answers] == [413, 413, 413]
    assert {answer.json()["error"] for answer in answers} == {"file-size"}


async def test_forgetting_ends_the_session(visitor: httpx.AsyncClient) -> None:
    await send(visitor, text="سر")
    await history(visitor, lines=2)
    await visitor.post("/aoun/api/forget")
    assert (await visitor.get("/aoun/api/history")).json()["lines"] == []


async def test_organisations_are_apart(visitor: httpx.AsyncClient) -> None:
    await send(visitor, text="عون")
    await history(visitor, lines=2)
    assert (await visitor.get("/banan/api/history")).json()["lines"] == []
    assert (await visitor.get("/nobody")).status_code == 404
    assert (await visitor.post("/nobody/api/messages", json={"key": "k", "text": "x"})).status_code == 404
