"""The chat in an organisation's own colours, with its logo."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings_in_both_schemes
from tests.browser.conftest import PHONE, Open
from tests.browser.site import Site, running
from tests.browser.test_axe import fits
from tests.browser.test_chat import answered, say
from tests.channels.web.test_look import dressed

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(contents=dressed) as found:
        yield found


@pytest.mark.parametrize("state", ["empty", "times", "urgent"])
def test_its_colours_can_be_read(site: Site, open_page: Open, state: str) -> None:
    page = open_page(f"{site.direct}/aoun", PHONE)
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.send')).backgroundColor")
        == "rgb(13, 90, 134)"
    )
    if state != "empty":
        say(page, state)
        answered(page, state)
    page.hover("[data-leave]")
    assert findings_in_both_schemes(page) == []
    fits(page)


def test_its_logo_comes_after_one_can_write(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/healthz")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url.removeprefix(site.direct)))
    page.add_init_script(
        """new MutationObserver(() => { const logo = document.querySelector(".picture[src]");
        if (logo) window.ready ??= document.documentElement.classList.contains("js"); }).observe(
        document, { subtree: true, childList: true, attributes: true });"""
    )
    page.goto(f"{site.direct}/aoun", wait_until="networkidle")
    expect(page.locator(".picture")).to_have_attribute("src", seen[-1])
    assert page.evaluate("window.ready") is True
    assert len(seen) == 5
    assert seen[-1].endswith("/logo")
    assert [each for each in seen[:4] if each.endswith("/logo")] == []


def test_its_logo_is_there_without_javascript(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun", java_script_enabled=False)
    expect(page.locator(".picture")).to_have_count(2)
    expect(page.locator(".picture:visible")).to_have_count(1)
