"""Looks at every page as axe, a ruler and a light meter do: `python -m benchmarks.web_checks`.

The chat in all its states, then every page of `tools/pages.py` on an association at work, its parts unfolded.
Writes docs/figures/web-checks.md; nothing is fetched from outside. Needs Debian's chromium.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from bot.channels.web.look import ACCENTS
from bot.messages import Language
from tests.browser.axe import findings
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE
from tests.browser.site import running
from tests.browser.test_axe import SMALL, STATES, TARGETS
from tests.browser.test_chat import answered, say
from tests.channels.web.test_contrast import PAIRS, contrast, tokens
from tools.pages import NAMES, UNFOLD, address
from tools.painting import Painter, painter
from tools.scene import Scene, staged

PAGE = Path(__file__).parents[1] / "docs" / "figures" / "web-checks.md"
LEAST = 44  # CSS pixels of a target, each way
VIEWS: Sequence[tuple[tuple[int, int], Language, Literal["light", "dark"]]] = (
    (PHONE, "ar", "light"),
    (DESK, "ar", "dark"),
    (DESK, "en", "light"),
)
HEAD = f"""# Checks of the pages

<!-- written by `python -m benchmarks.web_checks`: do not edit -->

axe-core with WCAG 2.0 to 2.2 A and AA and its best practices, mended so that it looks at Arabic text too;
targets smaller than {LEAST} × {LEAST} CSS pixels; whether anything runs out of the window sideways.
No screen reader was run.

## The chat in its states

| page | window | language | colours | axe findings | small targets | runs out |
| --- | --- | --- | --- | --: | --: | --- |
"""
EVERY = """
## Every page

An association at work (`tools/scene.py`), everything that folds unfolded. In each cell: axe findings, small
targets, and whether the page runs out of the window.

| page | 360 × 640, ar, light | 1366 × 768, ar, dark | 1366 × 768, en, light |
| --- | --- | --- | --- |
"""
COLOURS = f"""
## Colours

Contrast of each pair of colours that may meet: the least of light and dark and of the {len(ACCENTS)} accents.

| colour | on | least found | needed |
| --- | --- | --: | --: |
"""


def _looked(browser: Browser, address: str, state: str, view: int) -> str:
    size, language, scheme = VIEWS[view]
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/aoun?lang={language}")
    if state == "device":
        page.click(".forget summary")
    elif state != "empty":
        say(page, state)
        answered(page, state)
    small = len(page.evaluate(SMALL, [TARGETS, LEAST]))
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    wrong = len(findings(page))
    context.close()
    out = "yes" if wide else "no"
    return f"| {state} | {size[0]} × {size[1]} | {language} | {scheme} | {wrong} | {small} | {out} |"


def _every(painting: Painter, scene: Scene) -> Iterator[str]:
    """Look at each page in each view."""
    seen: dict[str, list[str]] = {}
    for size, language, scheme in VIEWS:
        staff = painting.signed_in(scene.address, language, size, color_scheme=scheme)
        people = painting.opened(size, color_scheme=scheme)
        for area, name in NAMES:
            page = people if area == "people" else staff
            page.goto(scene.address + address(area, name, scene.fields, language))
            page.evaluate(UNFOLD)
            small = page.evaluate(SMALL, [TARGETS, LEAST])
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            wrong = findings(page)
            for each in (*wrong, *small):
                print(f"{area}/{name} {language} {size[0]}: {each}", file=sys.stderr)
            seen.setdefault(f"{area}/{name}", []).append(
                f"{len(wrong)}, {len(small)}, {'yes' if wide else 'no'}"
            )
        staff.context.close()
        people.context.close()
    for name, cells in seen.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _pairs() -> list[str]:
    schemes = tokens().values()
    return [
        f"| {one} | {other} | {min(contrast(each[one], each[other]) for each in schemes):.1f} | {least} |"
        for one, other, least in PAIRS
    ]


def main() -> None:
    """Look at everything and write."""
    with running() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        states = (*STATES, "device")
        rows = [
            _looked(browser, site.direct, state, view) for state, view in product(states, range(len(VIEWS)))
        ]
        browser.close()
    with staged() as scene, painter() as painting:
        every = list(_every(painting, scene))
    parts = (HEAD, rows, EVERY, every, COLOURS, _pairs())
    text = "".join(part if isinstance(part, str) else "\n".join(part) + "\n" for part in parts)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
