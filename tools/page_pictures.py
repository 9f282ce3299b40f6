"""Takes a picture of every page into docs/screenshots: `python -m tools.page_pictures [FOLDER]`.

With a folder the pictures go there as PNG, each page in its whole length: to look at.
Needs Debian's chromium, and half a minute or more if the content has changed since it was last fitted.
"""

import sys
from pathlib import Path

from bot.messages import Language
from tools.pages import NAMES, address
from tools.painting import VIEWS, Painter, painter
from tools.scene import ROOT, Scene, staged

FOLDER = ROOT / "docs" / "screenshots"
QUALITY = 0.6  # of WebP: to be looked at, not to be printed


def main(into: Path | None = None) -> None:
    """Take them all."""
    with staged() as scene, painter() as painting:
        for language, named, size in VIEWS:
            _taken(painting, scene, language, named, size, into)


def _taken(
    painting: Painter, scene: Scene, language: Language, named: str, size: tuple[int, int], into: Path | None
) -> None:
    staff = painting.signed_in(scene.address, language, size)
    people = painting.opened(size)
    for area, name in NAMES:
        folder = (into or FOLDER) / area
        folder.mkdir(parents=True, exist_ok=True)
        page = people if area == "people" else staff
        page.goto(scene.address + address(area, name, scene.fields, language))
        page.wait_for_function("document.fonts.status === 'loaded'")
        file = folder / f"{name}-{language}-{named}.{'png' if into else 'webp'}"
        painting.keep(page, file, quality=QUALITY, whole=into is not None)
    for page in (staff, people):
        page.context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
