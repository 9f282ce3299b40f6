"""A real browser, and the product for it to look at."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bot.content import Library, load
from bot.engine.respond import respond
from tests.browser.assembly import PASSWORD
from tests.browser.site import Site, running

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PHONE, DESK = (360, 640), (1366, 768)
PATIENCE = 40_000  # milliseconds: a busy machine is slow, not wrong

expect.set_options(timeout=PATIENCE / 2)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if "chromium" in os.environ.get("WASL_REQUIRE", ""):
            pytest.fail("WASL_REQUIRE names chromium, and there is none at /usr/bin/chromium")
        pytest.skip("needs Debian's chromium at /usr/bin/chromium (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One site a file: sign-ins from one address are throttled."""
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def real() -> Iterator[Site]:
    """The real content and engine; after a change of content the first load takes a minute or two."""
    library = load(ROOT / "knowledge", ROOT / "flows")
    assert isinstance(library, Library)
    find = library.contents.__getitem__
    with running(respond=respond, contents=find, organisations=tuple(library.contents)) as site:
        yield site


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """Open pages in contexts of their own; whatever goes wrong in their scripts fails the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def opened(address: str, size: tuple[int, int] = PHONE, **options: object) -> Page:
        width, height = size
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: _note(message.text, troubles))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def _note(text: str, troubles: list[str]) -> None:
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        troubles.append(text)


@pytest.fixture
def sign_in(site: Site, open_page: Open) -> Callable[..., Page]:
    def signed_in(login: str, size: tuple[int, int] = DESK, language: str = "ar", **options: object) -> Page:
        page = open_page(f"{site.direct}/console/sign-in?lang={language}", size, **options)
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/waiting")
        return page

    return signed_in


@pytest.fixture
def keep() -> Callable[[Page, str], None]:
    """Keep a screenshot where WASL_SCREENSHOTS says, if it says so."""
    folder = os.environ.get("WASL_SCREENSHOTS")

    def kept(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return kept
