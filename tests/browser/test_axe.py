"""Accessibility of every page, as axe sees it, and what axe does not see: targets, reflow, text size."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings, findings_in_both_schemes
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_chat import answered, say
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]
CANARY = """<!doctype html><html lang="ar" dir="rtl"><head><title>كناري</title></head><body><main>
<h1>كناري</h1><button style="background:#fff;color:#aaa;border:0">إرسال</button>
<span style="color:#aaa">التحدث إلى موظف</span> <span style="color:#aaa">القائمة</span>
<span style="color:#aaa">أهلًا وسهلًا</span> <span style="color:#aaa">٣</span>
<svg role="img" aria-label="رسم" width="90" height="20"><text y="15" fill="#aaa">عون</text></svg>
</main></body></html>"""
STATES = ("empty", "date", "file", "where", "stars", "times", "urgent")


def test_the_canary_is_caught(open_page: Open) -> None:
    page = open_page("about:blank")
    page.set_content(CANARY)
    caught = [
        finding for finding in findings(page) if finding.startswith(("color-contrast", "text of a chart"))
    ]
    assert len(caught) == 6, caught


@pytest.mark.parametrize("state", STATES)
def test_the_chat(site: Site, open_page: Open, state: str) -> None:
    page = open_page(f"{site.direct}/aoun", PHONE)
    if state != "empty":
        say(page, "مرحبا بكم")
        answered(page, "مرحبا بكم")
        say(page, state)
        answered(page, state)
    assert findings_in_both_schemes(page) == []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    assert findings(page) == []


def test_the_chat_in_english_off_line_and_refused(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun?lang=en")
    page.route("**/api/messages*", lambda route: route.abort())
    say(page, "hello there")
    expect(page.locator("#offline")).to_be_visible()
    assert findings(page) == []
    refusal: dict[str, Any] = {"status": 400, "json": {"error": "form", "message": "Not taken"}}
    page.route("**/api/messages*", lambda route: route.fulfill(**refusal))
    expect(page.locator("[data-state=failed]")).to_be_visible()
    page.click(".forget summary")
    assert findings(page) == []


@pytest.mark.parametrize("organisation", ["", "banan"])
def test_the_front_page_and_the_other_colours(site: Site, open_page: Open, organisation: str) -> None:
    assert findings_in_both_schemes(open_page(f"{site.direct}/{organisation}", PHONE)) == []


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")])
def test_the_desk(site: Site, open_page: Open, sign_in: SignIn, size: tuple[int, int], language: str) -> None:
    """A chat that somebody holds; test_axe_desk goes through all pages."""
    entrance = open_page(f"{site.direct}/console/sign-in?lang={language}", size)
    assert findings_in_both_schemes(entrance) == []
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", size, language, at=address)
    staff.fill("#text", "أهلًا")
    staff.click("#reply .primary")
    expect(staff.locator(".entry.staff")).to_be_visible()
    staff.click(".note-box summary")
    staff.fill("#note-text", "ملاحظة داخلية للزملاء")
    staff.click("#note button")
    expect(staff.locator(".entry.note")).to_be_visible()
    assert findings_in_both_schemes(staff) == []


TARGETS = "button, summary, select, textarea, .choice, .tool, nav a, .quiet, label:has([type=file])"
SMALL = """([targets, least]) => [...document.querySelectorAll(targets)]
    .filter(e => e.checkVisibility() && !e.matches(".skip"))
    .map(e => [e.textContent.trim().slice(0, 30) || e.id || e.name, e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < least || box.height < least))
    .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


OUT = """() => [...document.querySelectorAll("main *")]
    .filter((e) => e.checkVisibility() && !e.closest(".wide, .sr, #log, pre, dialog"))
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
    .map(([e]) => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 30)}`)"""


def fits(page: Page) -> None:
    """Assert that what is pressed is large enough, and that nothing runs out of the screen."""
    assert page.evaluate(SMALL, [TARGETS, 44]) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(OUT) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_targets_are_large_and_nothing_runs_out_at_320_pixels(
    site: Site, open_page: Open, state: str, language: str
) -> None:
    page = open_page(f"{site.direct}/aoun?lang={language}", (320, 568))
    say(page, state)
    answered(page, state)
    fits(page)
    assert page.locator("[data-leave]").is_visible()
    assert page.locator("header [value=person]").is_visible()
    room = page.locator("#log").bounding_box()
    assert room is not None
    assert room["height"] > 150


def test_targets_of_the_desk(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", (320, 568))
    for page in (f"{site.direct}/console/waiting", address):
        staff.goto(page)
        fits(staff)


@pytest.mark.parametrize("part", ["chat", "desk"])
def test_twice_the_text_size_still_fits(
    site: Site, open_page: Open, sign_in: Callable[..., Page], part: str
) -> None:
    """200 % zoom of a 1280 pixel window is a window of 640."""
    if part == "chat":
        page = open_page(f"{site.direct}/aoun", (640, 384))
        say(page, "times")
        answered(page, "times")
    else:
        page = sign_in("sara", (640, 384))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#text, .rows").first.is_visible()
