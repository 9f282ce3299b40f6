"""The page itself, as a browser without JavaScript uses it."""

import re

import httpx
import pytest

from tests.channels.web.house import House


def posted(page: str, **fields: str) -> dict[str, tuple[None, str]]:
    """Return the composer's form as a browser would send it."""
    composer = page[page.index('id="composer"') :]
    key = re.findall(r'name="key" value="([^"]+)"', composer)[0]
    return {name: (None, value) for name, value in {"key": key, **fields}.items()}


async def write(visitor: httpx.AsyncClient, text: str, address: str = "/aoun") -> httpx.Response:
    page = (await visitor.get(address)).text
    return await visitor.post(address, files=posted(page, text=text), follow_redirects=True)


async def test_a_conversation_without_javascript(visitor: httpx.AsyncClient) -> None:
    page = (await write(visitor, "السلام عليكم")).text
    assert page.index("السلام عليكم") < page.index("قلت: السلام عليكم")
    assert 'value="person"' in page
    form = re.findall(r'<form class="choices".*?</form>', page, re.S)[-1]
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    pressed = {"key": (None, key), "choice": (None, "menu")}
    page = (await visitor.post("/aoun", files=pressed, follow_redirects=True)).text
    assert "قلت: menu" in page


async def test_a_double_post_of_the_form_is_one_message(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/aoun")).text
    form = posted(page, text="مرة")
    await visitor.post("/aoun", files=form)
    await visitor.post("/aoun", files=form)
    lines = (await visitor.get("/aoun/api/history")).json()["lines"]
    assert [line["text"] for line in lines] == ["مرة", "قلت: مرة"]


async def test_the_field_follows_the_open_question(visitor: httpx.AsyncClient) -> None:
    assert 'type="date"' in (await write(visitor, "date")).text
    form = posted((await visitor.get("/aoun")).text, hijri_day="12", hijri_month="9", hijri_year="1446")
    page = (await visitor.post("/aoun", files=form, follow_redirects=True)).text
    assert "قلت: 12/9/1446 هـ" in page
    assert 'type="date"' not in page
    assert 'aria-pressed="true"' in (await write(visitor, "times")).text


async def test_a_refused_form_says_why_and_keeps_the_chat(visitor: httpx.AsyncClient) -> None:
    await write(visitor, "مرحبا")
    response = await visitor.post("/aoun", files=posted((await visitor.get("/aoun")).text, text=" "))
    assert response.status_code == 400
    assert "الرسالة فارغة" in response.text
    assert "قلت: مرحبا" in response.text


async def test_what_people_write_is_never_markup(visitor: httpx.AsyncClient) -> None:
    page = (await write(visitor, '<script>alert(1)</script> <img src=x onerror="x">')).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


async def test_arabic_comes_first_and_english_by_choice(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/aoun")).text
    assert '<html lang="ar" dir="rtl"' in page
    assert "مساعد آلي" in page
    english = (await visitor.get("/aoun?lang=en")).text
    assert '<html lang="en" dir="ltr"' in english
    assert "Automatic assistant" in english


async def test_the_policy_forbids_inline_script_and_style(visitor: httpx.AsyncClient) -> None:
    for address in ("/", "/aoun", "/aoun?lang=en", "/aoun/leave"):
        response = await visitor.get(address)
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors" in policy
        assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", response.text) == []
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("method", "address"), [("GET", "/aoun/leave"), ("POST", "/aoun/forget")])
async def test_leaving_and_forgetting_work_without_javascript(
    visitor: httpx.AsyncClient, method: str, address: str
) -> None:
    await write(visitor, "كلام خاص")
    assert "كلام خاص" in (await visitor.get("/aoun")).text
    response = await visitor.request(method, address)
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert "كلام خاص" not in (await visitor.get("/aoun")).text


async def test_a_foreign_page_cannot_make_a_device_forget(visitor: httpx.AsyncClient) -> None:
    for address in ("/aoun/forget", "/aoun/api/forget"):
        response = await visitor.post(address, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403


async def test_the_bot_can_make_the_device_forget(visitor: httpx.AsyncClient) -> None:
    assert "قلت: forget" in (await write(visitor, "forget")).text
    assert "قلت: forget" not in (await visitor.get("/aoun")).text


async def test_the_front_page_lists_the_organisations(home: House, visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/")).text
    for organisation in home.needs.organisations():
        assert f'href="/{organisation}?lang=ar"' in page


async def test_the_loader_has_an_address_that_lasts(visitor: httpx.AsyncClient) -> None:
    response = await visitor.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert "max-age=3600" in response.headers["cache-control"]
