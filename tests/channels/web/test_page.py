"""The page itself, as a browser without JavaScript uses it."""

import html
import re
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.channels.web.sessions import Known, Sessions
from tests.channels.web.house import House


def posted(page: str, **fields: str) -> dict[str, tuple[None, str]]:
    """Return the composer's form as a browser would send it."""
    composer = page[page.index('id="composer"') :]
    key = re.findall(r'name="key" value="([^"]+)"', composer)[0]
    return {name: (None, value) for name, value in {"key": key, **fields}.items()}


def action(page: str) -> str:
    """Return where the composer's form goes."""
    return html.unescape(re.findall(r'id="composer" method="post" action="([^"]+)"', page)[0])


async def write(visitor: httpx.AsyncClient, text: str, address: str = "/aoun") -> httpx.Response:
    page = (await visitor.get(address)).text
    return await visitor.post(address, files=posted(page, text=text), follow_redirects=True)


async def test_a_conversation_without_javascript(visitor: httpx.AsyncClient) -> None:
    page = (await write(visitor, "السلام عليكم ورحمة الله")).text
    assert page.index("السلام عليكم ورحمة الله") < page.index("قلت: السلام عليكم ورحمة الله")
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
    page = (await write(visitor, "مرحبا")).text
    response = await visitor.post(action(page), files=posted(page, text=" "))
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
    await keep(visitor, await visitor.get("/aoun"))
    await write(visitor, "كلام خاص")
    assert "كلام خاص" in (await visitor.get("/aoun")).text
    response = await visitor.request(method, address)
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert "كلام خاص" not in (await visitor.get("/aoun")).text


async def keep(visitor: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    """Agree, on a page, that the chat is kept on the device."""
    address = re.findall(r'action="(/aoun/keep[^"]+)"', page.text)[0]
    return await visitor.post(html.unescape(address), follow_redirects=True)


async def test_opened_again_the_page_shows_nothing_of_before_and_the_chat_goes_on(
    visitor: httpx.AsyncClient,
) -> None:
    first = await write(visitor, "كلام خاص")
    assert "كلام خاص" in first.text
    again = (await visitor.get("/aoun")).text
    assert "كلام خاص" not in again
    assert "محادثتك مستمرة" in again
    later = (await visitor.post(action(again), files=posted(again, text="وبعد"), follow_redirects=True)).text
    assert "قلت: وبعد" in later
    assert "كلام خاص" not in later
    lines = (await visitor.get("/aoun/api/history")).json()["lines"]
    assert [line["text"] for line in lines] == ["كلام خاص", "قلت: كلام خاص", "وبعد", "قلت: وبعد"]


async def test_who_agrees_keeps_this_visit_and_not_what_was_before(visitor: httpx.AsyncClient) -> None:
    await write(visitor, "زائر سابق")
    page = await write(visitor, "كلامي أنا", address="/aoun")
    kept = await keep(visitor, page)
    assert "Max-Age=2592000" in kept.history[0].headers["set-cookie"]
    for text in (kept.text, (await visitor.get("/aoun")).text):
        assert "كلامي أنا" in text
        assert "زائر سابق" not in text
        assert "محفوظة على هذا الجهاز" in text
        assert "/aoun/keep" not in text


def test_an_agreement_and_a_visit_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, since = Sessions(b"a key", secure=True), datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    cookie = sessions.keep("aoun", "u", since=since).partition("=")[2].partition(";")[0]
    visit = sessions.visit(since)
    assert sessions.known(cookie) == Known(user="u", kept_since=since)
    assert sessions.read_visit(visit) == since
    assert sessions.read_visit(visit[:-1]) is None
    assert sessions.known(visit) is None
    move = sessions.move("aoun", "u")
    assert (sessions.read_move("aoun", move), sessions.read_move("banan", move)) == ("u", None)
    assert sessions.read_move("aoun", visit) is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + timedelta(minutes=31).total_seconds())
    assert sessions.read_visit(visit) is None
    assert sessions.read_move("aoun", move) is None
    assert sessions.known(cookie) is not None
    monkeypatch.setattr(time, "time", lambda: now + timedelta(days=31).total_seconds())
    assert sessions.known(cookie) is None


async def test_a_foreign_page_cannot_make_a_device_forget_or_keep(visitor: httpx.AsyncClient) -> None:
    for address in ("/aoun/forget", "/aoun/api/forget", "/aoun/keep", "/aoun/resume"):
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


async def test_codes_cannot_be_guessed(visitor: httpx.AsyncClient) -> None:
    tries = [
        await visitor.post("/aoun/resume", files={"code": (None, f"{number:08d}")}) for number in range(6)
    ]
    assert [answer.status_code for answer in tries] == [400] * 5 + [429]
    assert "محاولات كثيرة" in tries[-1].text
    assert int(tries[-1].headers["retry-after"]) > 30
    assert all("set-cookie" not in answer.headers for answer in tries)
