"""The chat page in states that people meet, on a phone: taken by `python -m tools.screenshots`."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from bot.demo.people import photograph
from bot.desk.composing import topic as composing
from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site
from tests.browser.test_chat import say

Opened = Callable[..., Page]
Kept = Callable[[Page, str], None]
WAITING = 60_000  # milliseconds that a picture's page waits for what it shows
PHOTO: Any = {"name": "تقرير طبي.png", "mimeType": "image/png", "buffer": photograph()}
HOST = """<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>جمعية</title>
<style>body {{ margin: 0; font: 1rem/1.9 system-ui, Tahoma, sans-serif }} header {{ padding: 1rem 1.5rem;
background: #21465c; color: #fff }} main {{ padding: 1rem 1.5rem; max-width: 44rem }}</style>
<header>جمعية عون</header><main><h1>برامجنا</h1><p>صفحة من موقع الجمعية، والنافذة فيها بسطر واحد.</p></main>
<script src="{address}/widget.js" data-org="aoun"></script>"""


def take_states(site: Site, opened: Opened, kept: Kept) -> None:
    """Take them all."""
    for state in (_date, _progress, _review, _stars, _off_line, _failed, _writing):
        page = opened(f"{site.through if state is _off_line else site.direct}/aoun", PHONE)
        page.set_default_timeout(WAITING)
        state(site, page)
        kept(page, f"chat-{state.__name__.strip('_').replace('_', '-')}-phone")
        page.context.close()
    for size, name in ((PHONE, "phone"), (DESK, "desk")):
        _widget(site, opened(f"{site.direct}/healthz", size), kept, name)


def _press(page: Page, *choices: str) -> None:
    for choice in choices:
        page.locator(f'.choice[value^="{choice}"]:visible').last.click()


def _newest(page: Page) -> None:
    """Go to the end: what is answered in several messages is read from the first."""
    page.locator("#log").evaluate("log => { log.scrollTop = log.scrollHeight; }")
    expect(page.locator("#down")).to_be_hidden()


def _date(_site: Site, page: Page) -> None:
    _press(page, "flow:volunteering", "do:agree", "pick:skills:visits", "pick:skills:done")
    _press(page, "pick:times:evening", "pick:times:done")
    expect(page.locator("#text")).to_have_attribute("inputmode", "decimal")
    say(page, "٦")
    expect(page.locator("#field input[type=date]")).to_be_visible()


def _progress(_site: Site, page: Page) -> None:
    page.route("**/api/files*", lambda _route: None)  # on its way, and stays so
    page.locator(".write [data-file]").set_input_files(PHOTO)
    page.click(".send")
    expect(page.locator(".msg progress")).to_be_visible()


def _review(_site: Site, page: Page) -> None:
    _press(page, "flow:suggestion", "do:agree")
    expect(page.locator(".msg.bot", has_text="ما اقتراحك؟")).to_be_visible()
    say(page, "لوحة إرشادية عند المدخل")
    expect(page.locator(".msg.bot", has_text="ماذا سيسهّل")).to_be_visible()
    _press(page, "do:skip", "pick:reply:no")
    expect(page.locator('[value="pick:review:send"]')).to_be_visible()


def _stars(_site: Site, page: Page) -> None:
    _press(page, "flow:rating")
    expect(page.locator(".stars")).to_be_visible()
    _newest(page)


def _off_line(site: Site, page: Page) -> None:
    say(page, "كم مدة الرد على طلبي")
    expect(page.locator(".msg.bot .source")).to_be_visible()
    site.run(site.lead.cut())
    expect(page.locator("#offline")).to_be_visible()
    say(page, "وهل يلزمني الحضور؟")
    expect(page.locator(".msg[data-state]")).to_have_count(1)


def _failed(_site: Site, page: Page) -> None:
    refusal: Any = {"status": 400, "json": {"error": "form", "message": "لم تصل رسالتك. أرسلها مرة أخرى."}}
    page.route("**/api/messages*", lambda route: route.fulfill(**refusal))
    say(page, "أحتاج كرسيًا متحركًا لوالدتي")
    expect(page.locator("[data-state=failed] .again")).to_be_in_viewport(ratio=1)


def _writing(site: Site, page: Page) -> None:
    say(page, "أبي أكلم موظف")
    expect(page.locator(".msg.bot", has_text="وضعت محادثتك")).to_be_visible()
    chat = page.evaluate("fetch('/aoun/api/history').then(r => r.json()).then(r => r.conversation)")
    site.run(site.house.store.write(lambda tx: tx.announce(composing(chat))))
    expect(page.locator("#typing")).to_contain_text("موظف من الجمعية يكتب")
    expect(page.locator("#typing")).to_be_visible()
    _newest(page)


def _widget(site: Site, page: Page, kept: Kept, name: str) -> None:
    body = HOST.format(address=site.direct)
    page.route("**/host", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(f"{site.direct}/host")
    page.locator("button").click()
    frame = page.frame_locator("iframe")
    frame.locator("#text").fill("كم مدة الرد على طلبي")
    frame.locator("#text").press("Enter")
    expect(frame.locator(".msg.bot .source")).to_be_visible(timeout=WAITING)
    kept(page, f"widget-{name}")
    page.context.close()
