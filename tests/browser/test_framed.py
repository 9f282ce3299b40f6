"""The chat in a frame on an organisation's own site: another site than ours, as browsers see it.

By plain HTTP a browser keeps no cookie of ours in such a frame (`SameSite=Lax`); behind HTTPS the
cookie is `SameSite=None; Secure; Partitioned`, which it takes from a loopback address without a certificate.
"""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import httpx
import pytest
from fastapi import Request
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect
from starlette.responses import HTMLResponse

from tests.browser.assembly import account, with_console
from tests.browser.conftest import DESK, Open, as_staff, framed
from tests.browser.site import Assemble, Site, running
from tests.browser.test_chat import Keep, answered, sent_by
from tests.channels.web.house import House, house

pytestmark = [pytest.mark.browser]
TAKEN_OFF = ("set-cookie", "content-encoding", "content-length", "transfer-encoding")
LISTED = "'self' http://localhost:*"
HOST = '<!doctype html><html lang="ar"><body><script src="http://127.0.0.1:{port}/widget.js" data-org="aoun">'


def _with_host(built: House) -> None:
    """Serve a page of the organisation's own; by which name it is asked for makes it another site."""

    async def host(request: Request) -> HTMLResponse:
        return HTMLResponse(HOST.format(port=request.url.port) + "</script>")

    built.app.add_api_route("/host", host)
    with_console(built)


def _assemble(folder: Path, *, secure: bool) -> AbstractAsyncContextManager[House]:
    return house(folder, before=_with_host, secure=secure, frame_ancestors=LISTED)


def _site(assemble: Assemble) -> Iterator[Site]:
    with running(assemble=assemble) as found:
        found.run(account(found.house.store, "sara"))
        yield found


@pytest.fixture(scope="module")
def by_https() -> Iterator[Site]:
    yield from _site(partial(_assemble, secure=True))


@pytest.fixture(scope="module")
def without_cookies() -> Iterator[Site]:
    yield from _site(partial(_assemble, secure=False))


def host(site: Site, name: str = "localhost") -> str:
    """Return the address of the organisation's page, under a name of its site."""
    return site.direct.replace("127.0.0.1", name) + "/host"


def opened(site: Site, open_page: Open) -> tuple[Page, FrameLocator]:
    """Open the chat on the organisation's own page."""
    page = open_page(host(site), DESK)
    page.locator("button").click()
    return page, framed(page)


def say(frame: FrameLocator, text: str) -> None:
    frame.locator("#text").fill(text)
    frame.locator("#text").press("Enter")


def test_the_chat_lives_in_a_frame_of_another_site(by_https: Site, open_page: Open) -> None:
    page, frame = opened(by_https, open_page)
    say(frame, "person")
    expect(frame.locator(".msg.bot", has_text="قلت: person")).to_be_visible()
    expect(frame.locator("#apart")).to_be_hidden()
    staff = as_staff(by_https, open_page, "sara")
    staff.locator(".row a").first.click()
    staff.fill("#text", "أهلًا بك")
    staff.click("#reply .primary")
    expect(frame.locator(".msg.staff")).to_contain_text("أهلًا بك")
    say(frame, "شكرًا")
    expect(staff.locator(".entry.in", has_text="شكرًا")).to_be_visible()
    expect(frame.locator(".msg.you[data-state]")).to_have_count(0)
    page.context.route("https://www.google.com/**", lambda route: route.fulfill(body="neutral"))
    frame.locator("[data-leave]").click()
    page.wait_for_url("https://www.google.com/")
    page.go_back()
    assert "/host" not in page.url  # the page with the chat stands in no history any more


def test_without_cookies_the_chat_goes_on_in_a_full_page(
    without_cookies: Site, open_page: Open, keep: Keep
) -> None:
    page, frame = opened(without_cookies, open_page)
    posted: list[str] = []
    page.on("request", lambda one: posted.append(one.url) if "/api/messages" in one.url else None)
    say(frame, "كلام مهم")
    expect(frame.locator("#apart")).to_be_visible()
    expect(frame.locator("#offline")).to_be_hidden()
    expect(frame.locator(".msg.you")).to_contain_text("كلام مهم")
    keep(page, "widget-apart")
    say(frame, "وبعد")
    expect(frame.locator("#text")).to_have_value("وبعد")
    with page.context.expect_page() as opening:
        frame.locator("#apart button").click()
    whole = opening.value
    whole.wait_for_load_state()  # before its script runs, Enter begins a line
    answered(whole, "كلام مهم")
    whole.fill("#text", "وبعد")
    whole.keyboard.press("Enter")
    answered(whole, "وبعد")
    assert sent_by(whole) == ["كلام مهم", "وبعد"]
    assert len(posted) == 1  # the frame opened no second conversation


def test_a_browser_that_keeps_no_cookies_at_all_is_told_so(
    without_cookies: Site, open_page: Open, keep: Keep
) -> None:
    page = open_page(f"{without_cookies.direct}/healthz")
    page.route("http://chat.test/**", lambda route: _without_cookies(without_cookies, route))
    page.goto("http://chat.test/aoun")
    page.fill("#text", "كلام مهم")
    page.keyboard.press("Enter")
    expect(page.locator("#strange")).to_contain_text("الكوكيز")
    expect(page.locator("#offline")).to_be_hidden()
    keep(page, "chat-without-cookies")
    page.fill("#text", "وبعد")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value("وبعد")
    expect(page.locator("#strange a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/aoun/channels?lang=ar")


def _without_cookies(site: Site, route: Route) -> None:
    """Pass a request on, and its answer back, without what keeps a session."""
    request = route.request
    headers = {**request.headers, "host": "chat.test"}
    headers.pop("cookie", None)
    answer = httpx.request(
        request.method, request.url.replace("http://chat.test", site.direct), headers=headers,
        content=request.post_data_buffer,
    )  # fmt: skip
    kept = {name: value for name, value in answer.headers.items() if name not in TAKEN_OFF}
    route.fulfill(status=answer.status_code, headers=kept, body=answer.content)


def test_a_site_that_is_not_listed_shows_no_chat(by_https: Site, chromium: Browser) -> None:
    context = chromium.new_context()  # `open_page` fails for what a policy refuses, as it should here
    page = context.new_page()
    page.goto(host(by_https, "other.localhost"))
    with page.expect_console_message(lambda one: "frame-ancestors" in one.text):
        page.locator("button").click()
    expect(page.frame_locator("iframe").locator("#text")).to_have_count(0)
    context.close()
