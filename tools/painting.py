"""A browser that looks at a scene, and keeps small pictures of what it sees."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.demo.cases import LOGIN, PASSWORD
from bot.messages import Language
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, PATIENCE, PHONE

VIEWS: tuple[tuple[Language, str, tuple[int, int]], ...] = (
    ("ar", "phone", PHONE),
    ("ar", "desk", DESK),
    ("en", "desk", DESK),
)
_AS_WEBP = """async ([png, quality]) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


class Painter:
    """Takes pictures."""

    def __init__(self, browser: Browser) -> None:
        """Open a page that turns PNG into WebP."""
        self.browser = browser
        self._page = browser.new_page()

    def keep(self, page: Page, path: Path, *, quality: float = 0.82, whole: bool = False) -> None:
        """Keep what a page shows, or the whole of it; WebP, or PNG if the path says so."""
        png = page.screenshot(full_page=whole)
        if path.suffix == ".png":
            path.write_bytes(png)
            return
        drawn = self._page.evaluate(_AS_WEBP, [base64.b64encode(png).decode(), quality])
        path.write_bytes(base64.b64decode(drawn))

    def opened(self, size: tuple[int, int], **options: str) -> Page:
        """Open a window of its own."""
        viewport = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def signed_in(self, address: str, language: Language, size: tuple[int, int], **options: str) -> Page:
        """Open a window in which the secretary has signed in."""
        page = self.opened(size, **options)
        page.goto(f"{address}/console/sign-in?lang={language}")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/waiting")
        return page


@contextmanager
def painter() -> Iterator[Painter]:
    """Start a browser for pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield Painter(browser)
        browser.close()
