"""A real browser, and the product for it to look at."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect, sync_playwright

from bot.console.visits import COOKIE, HOME, LANGUAGE_COOKIE
from bot.content import Library, load
from bot.engine.respond import respond
from tests.authors.office import Office
from tests.browser.room import authors_room
from tests.browser.site import Site, running

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
# Each window would draw two pages of its own for an address bar that nobody sees: half of what it costs.
# The last list of features counts, so those that Playwright switches off stand here again.
NOT_NEEDED = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay",
    "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
ARGUMENTS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    f"--disable-features={','.join(NOT_NEEDED)}",
]
PHONE, DESK = (360, 640), (1366, 768)
SIZES = {"phone": PHONE, "desk": DESK}
PATIENCE = 40_000  # milliseconds: a busy machine is slow, not wrong

expect.set_options(timeout=PATIENCE)

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
    """One site a file: what a test leaves behind is seen by those beside it alone."""
    with running() as found:
        yield found


@pytest.fixture(scope="session")
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

    def opened(
        address: str,
        size: tuple[int, int] = PHONE,
        *,
        cookies: Sequence[Mapping[str, object]] = (),
        **options: object,
    ) -> Page:
        width, height = size
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.add_cookies(cookies)  # type: ignore[arg-type]
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


def framed(page: Page) -> FrameLocator:
    """Return the chat in a page's frame once its script runs: before that, Enter begins a new line."""
    frame = page.frame_locator("iframe")
    expect(frame.locator("html.js")).to_have_count(1)
    return frame


def as_staff(
    site: Site, open_page: Open, login: str, size: tuple[int, int] = DESK, language: str = "ar", *,
    at: str = "waiting", **options: object,
) -> Page:  # fmt: skip
    """Open a page of the console for somebody who has signed in before; test_account uses the form."""
    kept = {COOKIE: site.session(login), LANGUAGE_COOKIE: language}
    place = {"domain": "127.0.0.1", "path": HOME, "httpOnly": True, "sameSite": "Strict"}
    cookies = [{"name": name, "value": value, **place} for name, value in kept.items()]
    address = at if at.startswith("http") else f"{site.direct}{HOME}/{at}"
    return open_page(address, size, cookies=cookies, **options)


@pytest.fixture
def sign_in(site: Site, open_page: Open) -> Callable[..., Page]:
    """Open a page of the console for a login: see `as_staff`."""
    return partial(as_staff, site, open_page)


@pytest.fixture(scope="module")
def opened() -> list[Office]:
    """The room of `rooms`, once it stands."""
    return []


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory, opened: list[Office]) -> Iterator[Site]:
    """The authors' pages, with two authors: amal and badr."""
    with running(assemble=authors_room(opened, tmp_path_factory.mktemp("models"))) as found:
        yield found


@pytest.fixture
def enter(rooms: Site, open_page: Open) -> Callable[..., Page]:
    """Open a page of the authors' room: see `as_staff`."""

    def entered(
        login: str = "amal", size: tuple[int, int] = DESK, language: str = "ar", *,
        to: str = "authoring", **options: object,
    ) -> Page:  # fmt: skip
        return as_staff(rooms, open_page, login, size, language, at=to, **options)

    return entered


@pytest.fixture
def keep() -> Callable[[Page, str], None]:
    """Keep a screenshot where WASL_SCREENSHOTS says, if it says so."""
    folder = os.environ.get("WASL_SCREENSHOTS")

    def kept(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return kept
