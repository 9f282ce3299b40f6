"""The window on weak links: a minute without one, a proxy that holds streams back, a slow upload."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, answered, say, sent_by
from tests.browser.test_desk import SignIn, a_waiting_person
from tests.browser.test_streams import tabs

pytestmark = [pytest.mark.browser]
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
    staff = sign_in("sara", at=f"chat/aoun/{chat}")
    staff.fill("#text", "وصلك ردي؟")
    staff.click("#reply .primary")
    expect(page.locator(".msg.staff")).to_contain_text("وصلك ردي؟")
    say(page, "نعم")
    expect(staff.locator(".entry.in", has_text="نعم")).to_be_visible()
    assert sent_by(page) == ["تحدث مع موظف", "نعم"]
    assert page.locator(".msg.bot:not(.welcome)").count() == 1


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "en")])
def test_the_desk_behind_a_proxy_that_holds_the_stream_back(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", size, language, at="account")
    staff.context.add_init_script("delete window.SharedWorker;")  # its clock cannot be set
    staff.clock.install(time=datetime.now())  # noqa: DTZ005 - the browser's own
    site.lead.holds_streams = True
    try:
        staff.goto(address.replace(site.direct, site.through))
        pace = staff.locator("#pace")
        staff.clock.run_for(5000)
        expect(pace).to_be_hidden()
        staff.clock.run_for(2000)
        expect(pace).to_have_text(re.compile("كل 10 ثوانٍ" if language == "ar" else "every 10 seconds"))
        expect(staff.locator("#waiting-count")).to_be_visible()
        expect(staff.locator("#offline")).to_be_hidden()
        fits(staff)
        assert findings(staff) == []
        keep(staff, f"desk-held-back-{size[0]}-{language}")
        say(person, "وصلتكم الورقة؟")
        expect(person.locator(".msg.you[data-state]")).to_have_count(0)
        staff.clock.run_for(10_000)
        expect(staff.locator(".entry.in", has_text="وصلتكم الورقة؟")).to_have_count(1)
        staff.fill("#text", "نعم، وصلت")
        staff.click("#reply .primary")
        expect(person.locator(".msg.staff")).to_contain_text("نعم، وصلت")
        staff.clock.run_for(10_000)
        expect(staff.locator(".entry.staff", has_text="نعم، وصلت")).to_have_count(1)
        staff.clock.run_for(10_000)
        expect(staff.locator(".entry.staff [data-delivery]")).to_have_count(0)  # no longer on its way
    finally:
        site.lead.holds_streams = False
    site.run(site.lead.cut())
    site.run(site.lead.lay())
    staff.clock.run_for(40_000)
    expect(pace).to_be_hidden()


def test_the_shared_worker_asks_as_well(site: Site, sign_in: SignIn) -> None:
    staff = sign_in("sara", at="account")
    site.lead.holds_streams = True
    try:
        staff.goto(f"{site.through}/console/waiting")
        expect(staff.locator("#pace")).to_be_visible()
        (other,) = tabs(staff, f"{site.through}/console/mine")
        expect(other.locator("#pace")).to_be_visible()
    finally:
        site.lead.holds_streams = False


def test_a_window_with_a_stream_asks_for_nothing(site: Site, open_page: Open) -> None:
    page = open_page("about:blank")
    page.clock.install(time=datetime.now())  # noqa: DTZ005 - the browser's own
    page.goto(f"{site.direct}/aoun")
    say(page, "مرحبا")
    answered(page, "مرحبا")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(8000)
    page.wait_for_timeout(200)
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


PAPER: FilePayload = {"name": "تقرير.txt", "mimeType": "text/plain", "buffer": "نص".encode()}


def _stuck(page: Page, text: str, *, lost: str) -> None:
    """Send a file, with words or without, over a link on which requests to an address get lost; reload."""
    page.route(lost, lambda route: route.abort())
    page.locator(".write [data-file]").set_input_files(PAPER)
    page.fill("#text", text)
    page.click(".send")
    expect(page.locator(".msg[data-state=waiting]")).to_have_count(1)
    page.unroute(lost)
    page.reload()


def test_a_file_that_went_with_the_page_is_asked_for_again(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun")
    say(page, "أولى")
    answered(page, "أولى")
    _stuck(page, "هذا التقرير", lost="**/api/files*")
    stuck = page.locator(".msg[data-state=lost]")
    expect(stuck).to_contain_text("اختره من جديد")
    page.reload()
    expect(stuck.locator(".again")).to_have_text("🔁 إرسال النص وحده")
    expect(stuck.locator(".discard")).to_be_visible()
    assert findings(page) == []
    stuck.locator(".again").click()
    answered(page, "هذا التقرير")
    expect(page.locator(".msg.you audio, .msg.you a.file")).to_have_count(0)
    expect(page.locator(".msg[data-state]")).to_have_count(0)


def test_a_lost_file_without_words_can_only_be_discarded(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun")
    _stuck(page, "", lost="**/api/files*")
    stuck = page.locator(".msg[data-state=lost]")
    expect(stuck.locator(".again")).to_be_hidden()
    stuck.locator(".discard").click()
    page.reload()
    expect(page.locator(".msg[data-state]")).to_have_count(0)


def test_a_file_that_the_server_has_is_not_lost(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun")
    say(page, "أولى")
    answered(page, "أولى")
    _stuck(page, "", lost="**/api/messages*")
    answered(page, "1 file")


def test_what_was_written_long_ago_asks_before_it_goes(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun")
    page.route("**/api/messages*", lambda route: route.abort())
    say(page, "قديمة")
    expect(page.locator(".msg[data-state=waiting]")).to_have_count(1)
    page.unroute("**/api/messages*")
    page.evaluate("""() => { const kept = JSON.parse(sessionStorage.getItem("wasl:aoun"));
        kept[0].at -= 11 * 60 * 1000; sessionStorage.setItem("wasl:aoun", JSON.stringify(kept)); }""")
    page.reload()
    old = page.locator(".msg[data-state=old]")
    expect(old).to_contain_text("كُتبت سابقًا ولم تُرسل")
    old.locator(".again").click()
    answered(page, "قديمة")
    assert sent_by(page) == ["قديمة"]
