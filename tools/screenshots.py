"""Takes the pictures under docs/screenshots/ with the real content: `python -m tools.screenshots`.

Needs Debian's chromium, and half a minute or more if the content has changed since it was last loaded.
"""

from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.content import Library, load
from bot.engine.respond import respond
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE
from tests.browser.site import running
from tests.browser.test_chat import say
from tools.chat_states import take_states

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"


def _opened(browser: Browser, address: str, size: tuple[int, int], **options: str) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    page = browser.new_context(viewport=viewport, **options).new_page()  # type: ignore[arg-type]
    page.goto(address)
    return page


def _kept(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")


def _taken(browser: Browser, address: str) -> None:
    phone = _opened(browser, f"{address}/aoun", PHONE)
    _kept(phone, "chat-empty-phone")
    say(phone, "كم مدة الرد على طلبي")
    expect(phone.locator(".msg.bot .source")).to_be_visible()
    _kept(phone, "chat-answer-phone")
    phone.click(".forget summary")
    _kept(phone, "chat-device-phone")
    phone.reload()
    _kept(phone, "chat-opened-again-phone")
    for name, query, scheme in (
        ("desk", "", "light"),
        ("desk-dark", "", "dark"),
        ("desk-en", "?lang=en", "light"),
    ):
        desk = _opened(browser, f"{address}/aoun{query}", DESK, color_scheme=scheme)
        say(desk, "When will I hear back about my request?" if query else "كم مدة الرد على طلبي")
        expect(desk.locator(".msg.bot .source")).to_be_visible()
        _kept(desk, f"chat-answer-{name}")


def main() -> None:
    """Take them all."""
    library = load(ROOT / "knowledge", ROOT / "flows")
    if not isinstance(library, Library):
        raise SystemExit("the content has errors: run `wasl check`")
    FOLDER.mkdir(exist_ok=True)
    find, names = library.contents.__getitem__, tuple(library.contents)
    with (
        running(respond=respond, contents=find, organisations=names) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        _taken(browser, site.direct)
        take_states(site, partial(_opened, browser), _kept)
        browser.close()


if __name__ == "__main__":
    main()
