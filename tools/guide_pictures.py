"""Takes the pictures of docs/guides with the real console: `python -m tools.guide_pictures`.

Needs Debian's chromium, and half a minute or more if the content has changed since it was last fitted.
"""

import re
from pathlib import Path

from playwright.sync_api import Page

from tools.pages import AREAS, address
from tools.painting import VIEWS, painter
from tools.scene import ROOT, staged

FOLDER = ROOT / "docs" / "guides" / "pictures"
_NAMED = re.compile(r"pictures/([a-z-]+?)-(ar|en)-(phone|desk)\.webp")
_SPOKEN_OF = {  # where the guide means another part of a page than its beginning
    "case": "document.querySelector('.steps, .answers')?.scrollIntoView({ block: 'center' })",
    "chat": "scrollTo(0, 0)",
}


def main() -> None:
    """Take those that the guides name."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    named = {found for path in _guides() for found in _NAMED.findall(path.read_text("utf-8"))}
    with staged() as scene, painter() as painting:
        for language, size_name, size in VIEWS:
            desk = painting.signed_in(scene.address, language, size)
            for name in sorted(each[0] for each in named if each[1:] == (language, size_name)):
                desk.goto(scene.address + address(_area(name), name, scene.fields, language))
                _prepared(desk, name)
                painting.keep(desk, FOLDER / f"{name}-{language}-{size_name}.webp")
            desk.context.close()


def _guides() -> list[Path]:
    return sorted(FOLDER.parent.glob("*.md"))


def _area(name: str) -> str:
    return next(area for area in ("console", "authors") if name in AREAS[area][1])


def _prepared(page: Page, name: str) -> None:
    """Scroll to what the guide speaks of, once the page's script has put its times and parts in order."""
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.evaluate(_SPOKEN_OF.get(name, "null"))


if __name__ == "__main__":
    main()
