"""axe-core, mended so that it also looks at Arabic text.

Its contrast rule leaves out text that it takes for the ligatures of an icon font, and joined Arabic letters
look like that to it (dequelabs/axe-core#3867). The test of that is cut out here; `test_axe.py` keeps a page
that must fail.
"""

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

_LIGATURE = re.compile(r'("#text"===\w\.props\.nodeName)&&!\w+\(\w\)')
_COVERED = {
    "bgOverlap",
    "elmPartiallyObscured",
    "elmPartiallyObscuring",
    "shortTextContent",
}  # scrolled away, under an open menu, or one digit in a badge: test_contrast computes its colours
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def source() -> str:
    """Return the script. ValueError if the place to mend is not there, as after an upgrade."""
    text = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
    mended, count = _LIGATURE.subn(r"\1", text)
    if count != 1:
        raise ValueError(f"axe has changed: {count} places to mend instead of 1")
    return mended


SOURCE = source()


def findings(page: Page) -> list[str]:
    """Return what is wrong with a page, one line each; contrast that axe cannot tell counts as wrong."""
    page.evaluate(SOURCE)
    found: dict[str, Any] = page.evaluate(
        "standards => axe.run(document, { runOnly: standards, resultTypes: ['violations', 'incomplete'] })",
        STANDARDS,
    )
    wrong = [(rule, node) for rule in found["violations"] for node in rule["nodes"]]
    contrast = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
    wrong += [(rule, node) for rule in contrast for node in rule["nodes"] if not _covered(node)]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:160]}" for rule, node in wrong]


def _covered(node: dict[str, Any]) -> bool:
    return any((check.get("data") or {}).get("messageKey") in _COVERED for check in node["any"])
