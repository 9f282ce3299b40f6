"""The window on weak links: a minute without one, a proxy that holds streams back, a slow upload."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.site import Site
from tests.browser.test_chat import answered, say, sent_by
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MINUTE = 60_000
WRITTEN = ["الأولى", "الثانية", "الثالثة"]
SLOW = 60_000  # bytes a second


def test_what_is_written_in_a_minute_off_line_goes_once_and_in_order(site: Site, open_page: Open) -> None:
    page = open_page("about:blank")
    page.clock.install(time=datetime.now())  # noqa: DTZ005 - the browser's own
    page.goto(f"{site.through}/aoun")
    say(page, "قبل")
    answered(page, "قبل")
    posted: list[str] = []
    page.on(
        "request",
        lambda request: posted.append(request.post_data or "") if _is_message(request.url) else None,
    )
    site.run(site.lead.cut())
    expect(page.locator("#offline")).to_be_visible()
    for text in WRITTEN:
        say(page, text)
        page.clock.run_for(MINUTE // 3)
    expect(page.locator(".msg[data-state]")).to_have_count(3)
    assert posted  # it tried meanwhile
    site.run(site.lead.lay())
    page.clock.run_for(MINUTE // 2)  # the longest pause between two tries
    answered(page, WRITTEN[-1])
    expect(page.locator(".msg[data-state]")).to_have_count(0)
    expect(page.locator("#offline")).to_be_hidden()
    assert sent_by(page) == ["قبل", *WRITTEN]
    kept = page.evaluate("fetch('/aoun/api/history').then(r => r.json()).then(r => r.lines.map(l => l.text))")
    assert [text for text in kept if "قلت" not in text] == ["قبل", *WRITTEN]


def _is_message(address: str) -> bool:
    return "/api/messages" in address


def test_a_proxy_that_holds_the_stream_back(site: Site, open_page: Open, sign_in: SignIn) -> None:
    site.lead.holds_streams = True
    try:
        _held_back(site, open_page, sign_in)
    finally:
        site.lead.holds_streams = False


def _held_back(site: Site, open_page: Open, sign_in: SignIn) -> None:
    page = open_page(f"{site.through}/aoun")
    say(page, "person")
    answered(page, "person")  # asked for, since the stream says nothing
    expect(page.locator("#owner")).to_have_attribute("data-owner", "waiting")
    expect(page.locator("#offline")).to_be_hidden()
    chat = page.evaluate("fetch('/aoun/api/history').then(r => r.json()).then(r => r.conversation)")
    staff = sign_in("sara")
    staff.goto(f"{site.direct}/console/chat/aoun/{chat}")
    staff.fill("#text", "وصلك ردي؟")
    staff.click("#reply .primary")
    expect(page.locator(".msg.staff")).to_contain_text("وصلك ردي؟")
    say(page, "نعم")
    expect(staff.locator(".entry.in", has_text="نعم")).to_be_visible()
    assert sent_by(page) == ["تحدث مع موظف", "نعم"]
    assert page.locator(".msg.bot:not(.welcome)").count() == 1


def test_a_window_with_a_stream_asks_for_nothing(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun")
    say(page, "مرحبا")
    answered(page, "مرحبا")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(8000)
    assert asked == []


def test_an_upload_on_a_slow_link_shows_how_far_it_is(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun")
    say(page, "file")
    camera, files = page.locator("#field input[capture]"), page.locator("#field input[name=upload]")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == ("environment", "image/*")
    assert files.get_attribute("accept") == "image/*"
    _slow_down(page)
    camera.set_input_files(
        {"name": "صورة.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(400_000)}
    )
    page.evaluate("""() => { window.seen = []; new MutationObserver(() => {
        const bar = document.querySelector(".msg.you progress:not([hidden])");
        if (bar) window.seen.push(bar.value); }).observe(document.getElementById("log"),
        { subtree: true, attributes: true, childList: true }); }""")
    page.click(".send")
    bar = page.get_by_role("progressbar", name="تقدم رفع الملف")
    expect(bar).to_be_visible()
    answered(page, "1 file")
    seen = page.evaluate("window.seen")
    assert seen == sorted(seen)
    assert any(0 < part < 1 for part in seen), seen
    expect(page.locator("progress:visible")).to_have_count(0)


def _slow_down(page: Page) -> None:
    link = page.context.new_cdp_session(page)
    link.send("Network.enable")
    link.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 200, "downloadThroughput": SLOW * 4, "uploadThroughput": SLOW},
    )


def test_a_double_click_on_a_button_of_an_answer_is_one_choice(site: Site, open_page: Open) -> None:
    page, _ = a_waiting_person(site, open_page, "times")
    page.locator(".choice", has_text="مساء").dblclick()
    answered(page, "pick:times:evening")
    page.wait_for_timeout(1500)
    assert sent_by(page) == ["times", "مساء"]
