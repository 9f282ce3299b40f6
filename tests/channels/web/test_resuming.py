"""What was begun on Telegram goes on at the website, by the code that the person asked for there."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.engine.respond import respond
from bot.messages import Address, Inbound
from bot.worker.service import new_id, utc_now
from tests.channels.web.house import House, house
from tests.worker.world import content

TELEGRAM = Address(organisation="aoun", channel="telegram", user="7001")


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, respond=respond, contents=content, organisations=("aoun",)) as built:
        yield built


async def on_telegram(real: House, text: str = "", choice: str | None = None) -> str:
    """Say something on Telegram, and return the last line there."""
    inbound = Inbound(
        id=new_id(), address=TELEGRAM, external_id=new_id(), received_at=utc_now(), text=text, choice=choice
    )
    await real.worker.accept(inbound)
    await real.worker.lanes.drained()
    chat = await real.store.read.by_address(TELEGRAM)
    assert chat is not None
    return (await real.store.read.lines("aoun", chat.id))[-1].text


async def code_of(real: House) -> str:
    for choice in ("flow:complaint", "do:agree", "pick:about:delay"):
        await on_telegram(real, choice=choice)
    said = await on_telegram(real, "أكمل على الموقع")
    return str(re.findall(r"\d{8}", said)[0])


def browser(real: House) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(real.app), base_url="http://wasl.test")


async def enter(visitor: httpx.AsyncClient, code: str) -> httpx.Response:
    return await visitor.post("/aoun/resume", files={"code": (None, code)}, follow_redirects=True)


async def test_the_open_question_is_on_the_page_and_can_be_answered(real: House) -> None:
    code = await code_of(real)
    async with browser(real) as visitor:
        page = await enter(visitor, f" {code[:4]} {code[4:]} ")
        assert page.status_code == 200
        assert "جئت معك بما بدأته" in page.text
        assert "ما الذي حدث" in page.text
        assert "التأخر" not in page.text  # what was said there stays there
    async with browser(real) as other:
        assert "الرمز غير صحيح" in (await enter(other, code)).text


async def test_tries_are_counted_by_address(real: House) -> None:
    code = await code_of(real)
    async with browser(real) as visitor:
        for number in range(5):
            assert (await enter(visitor, f"{number:08}")).status_code == 400
        refused = await enter(visitor, code)
        assert (refused.status_code, "محاولات كثيرة" in refused.text) == (429, True)
        assert "set-cookie" not in refused.headers


async def test_a_frame_whose_browser_keeps_no_cookie_goes_on_in_a_full_page(real: House) -> None:
    async with browser(real) as frame:
        sent = await frame.post("/aoun/api/messages", json={"key": "k1", "text": "كلامي"})
        again = await frame.post("/aoun/api/messages", json={"key": "k2", "text": "وبعد"})
    await real.worker.lanes.drained()
    assert "move" not in again.json()  # who is known needs none
    async with browser(real) as page:
        shown = await page.post(
            "/aoun/resume", files={"move": (None, sent.json()["move"])}, follow_redirects=True
        )
        assert "كلامي" in shown.text
    async with browser(real) as other:
        assert (await other.post("/banan/resume", files={"move": (None, "x")})).status_code == 404
        refused = await other.post("/aoun/resume", files={"move": (None, "made up")})
        assert (refused.status_code, "set-cookie" in refused.headers) == (400, False)
