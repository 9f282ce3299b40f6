"""What a browser is shown where there is no page."""

import httpx
import pytest
from fastapi import FastAPI, HTTPException

from bot.console.visits import language_of
from bot.serving.lost import Lost
from tests.worker.world import content

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def browser() -> httpx.AsyncClient:
    application = FastAPI()
    Lost(lambda: content().texts, language_of, ("console", "aoun")).install(application)

    @application.get("/console/refuse/{status}")
    async def refuse(status: int, said: str = "") -> None:
        raise HTTPException(status, said or None, headers={"Location": "/there", "Retry-After": "9"})

    @application.get("/console/fail")
    async def fail() -> None:
        raise RuntimeError("a secret of the inside")

    transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://wasl")


@pytest.mark.parametrize(
    ("path", "status", "said", "home"),
    [
        ("/nowhere", 404, "لم نجد هذه الصفحة", "/"),
        ("/aoun/nowhere", 404, "لم نجد هذه الصفحة", "/aoun"),
        ("/console/nowhere", 404, "لم نجد هذه الصفحة", "/console"),
        ("/console/nowhere?lang=en", 404, "We did not find this page", "/console"),
        ("/console/refuse/403", 403, "ليست ضمن صلاحيتك", "/console"),
        ("/console/refuse/429", 429, "طلبات كثيرة", "/console"),
        ("/console/refuse/400?said=اليوم غير واضح", 400, "اليوم غير واضح", "/console"),
        ("/console/refuse/409", 409, "لم نستطع قراءة هذا العنوان", "/console"),
        ("/console/refuse/words", 422, "لم نستطع قراءة هذا العنوان", "/console"),
        ("/console/fail", 500, "حدث خلل عندنا", "/console"),
    ],
)
async def test_a_browser_gets_a_page_in_its_readers_language(
    browser: httpx.AsyncClient, path: str, status: int, said: str, home: str
) -> None:
    async with browser:
        answer = await browser.get(path, headers=PAGE)
        style = answer.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        sheet = await browser.get(style)
    assert answer.status_code == status
    assert said in answer.text
    assert f'<a href="{home}">' in answer.text
    assert 'dir="rtl"' in answer.text or "lang=en" in path
    assert "a secret of the inside" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "--ground" in sheet.text


async def test_what_an_answer_carries_is_kept(browser: httpx.AsyncClient) -> None:
    async with browser:
        many = await browser.get("/console/refuse/429", headers=PAGE)
        sent_on = await browser.get("/console/refuse/303", headers=PAGE)
    assert many.headers["retry-after"] == "9"
    assert (sent_on.status_code, sent_on.headers["location"]) == (303, "/there")


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/nowhere", "*/*"), ("/console/refuse/words", "application/json"), ("/aoun/api/x", "text/html")],
)
async def test_a_program_gets_what_it_can_read(browser: httpx.AsyncClient, path: str, accept: str) -> None:
    async with browser:
        answer = await browser.get(path, headers={"accept": accept})
    assert answer.json()["detail"] in ("Not Found", "Unprocessable Content", "Unprocessable Entity")
