"""The button that one line of HTML puts on a site: its colour, side, language, and what is unread."""

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import DESK, Open, framed
from tests.browser.site import Site
from tests.browser.test_desk import SignIn

pytestmark = [pytest.mark.browser]


def on_a_page(
    site: Site, open_page: Open, attributes: str = "", *, lang: str = "ar", style: str = ""
) -> Page:
    """Open a page that embeds the chat."""
    page = open_page(f"{site.direct}/healthz", DESK)
    script = f'<script src="/widget.js" data-org="aoun" {attributes}></script>'
    body = f'<!doctype html><html lang="{lang}"><style>{style}</style><body>{script}'
    page.route("**/host", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(f"{site.direct}/host")
    return page


def opened(page: Page) -> FrameLocator:
    page.locator("button").click()
    return framed(page)


def test_what_came_while_it_was_closed_stands_on_the_button(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    page = on_a_page(site, open_page)
    frame, launcher = opened(page), page.locator("button")
    frame.locator("#text").fill("person")
    frame.locator("#text").press("Enter")
    expect(frame.locator(".msg.bot", has_text="قلت: person")).to_be_visible()
    chat = frame.locator("body").evaluate(
        "() => fetch('/aoun/api/history').then(r => r.json()).then(r => r.conversation)"
    )
    launcher.click()
    expect(launcher).to_have_text("💬 اسألنا")
    staff = sign_in("sara", at=f"chat/aoun/{chat}")
    staff.fill("#text", "أهلًا بك")
    staff.click("#reply .primary")
    expect(launcher).to_have_text("💬 اسألنا (1 جديدة)")
    launcher.click()
    expect(frame.locator(".msg.staff")).to_be_visible()
    launcher.click()
    expect(launcher).to_have_text("💬 اسألنا")


@pytest.mark.parametrize(
    ("attributes", "style", "colour"),
    [
        ("", "", "rgb(13, 101, 93)"),
        ("", ":root { --wasl: #35499b; }", "rgb(53, 73, 155)"),
        ('data-colour="#7b3468"', ":root { --wasl: #35499b; }", "rgb(123, 52, 104)"),
    ],
)
def test_its_colour_is_the_sites(
    site: Site, open_page: Open, attributes: str, style: str, colour: str
) -> None:
    page = on_a_page(site, open_page, attributes, style=style)
    assert page.locator("button").evaluate("e => getComputedStyle(e).backgroundColor") == colour


@pytest.mark.parametrize(
    ("attributes", "lang", "on_the_left"),
    [
        ("", "ar", True),
        ("", "en", False),
        ('data-side="start"', "ar", False),
        ('data-side="start"', "en", True),
    ],
)
def test_it_stands_on_either_side(
    site: Site, open_page: Open, attributes: str, lang: str, on_the_left: bool
) -> None:
    page = on_a_page(site, open_page, attributes, lang=lang)
    opened(page)
    for part in ("button", "iframe"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert (box["x"] + box["width"] / 2 < DESK[0] / 2) is on_the_left, part


@pytest.mark.parametrize(
    ("attributes", "lang", "english"),
    [
        ("", "en-US", True),
        ("", "EN", True),
        ("", "ar-SA", False),
        ("", "enm", False),
        ('data-lang="ar"', "en-US", False),
        ('data-lang="en-GB"', "ar", True),
    ],
)
def test_it_speaks_the_language_of_the_page(
    site: Site, open_page: Open, attributes: str, lang: str, english: bool
) -> None:
    page = on_a_page(site, open_page, attributes, lang=lang)
    expect(page.locator("button")).to_have_text("💬 Ask us" if english else "💬 اسألنا")
    page.locator("button").click()
    expect(page.locator("iframe")).to_have_attribute("src", re.compile("lang=en" if english else "lang=ar"))
