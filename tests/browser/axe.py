"""axe-core, mended so that it also looks at Arabic text.

Its contrast rule leaves out text that it takes for the ligatures of an icon font, and joined Arabic letters
look like that to it (dequelabs/axe-core#3867). The test of that is cut out here; `test_axe.py` keeps a page
that must fail.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

_LIGATURE = re.compile(r'("#text"===\w\.props\.nodeName)&&!\w+\(\w\)')
_COVERED = {
    "bgOverlap",
    "elmPartiallyObscured",
    "elmPartiallyObscuring",
}  # scrolled away or under an open menu: test_contrast computes its colours
_DRAWN = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((each) => each / 255)
    .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (e) => { for (let each = e.closest("svg"); each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if ((parts(colour)[3] ?? 1) === 1) return colour;
  } return "rgb(255, 255, 255)"; };
  return [...document.querySelectorAll("svg text")].filter((e) => e.checkVisibility()).map((e) => {
    const [high, low] = [light(getComputedStyle(e).fill), light(behind(e))].sort((a, b) => b - a);
    return [(high + 0.05) / (low + 0.05), e.outerHTML.slice(0, 100)];
  }).filter(([ratio]) => ratio < 4.5).map(([ratio, html]) => `text of a chart, ${ratio.toFixed(2)}: ${html}`);
}"""  # axe sees a picture behind the text of a chart and cannot tell
_CONTRAST = {  # axe's own, but one letter or digit counts as text: a badge is read, too
    "ignoreUnicode": True, "ignoreLength": True, "ignorePseudo": False, "boldValue": 700, "boldTextPt": 14,
    "largeTextPt": 18, "pseudoSizeThreshold": 0.25,
    "contrastRatio": {"normal": {"expected": 4.5}, "large": {"expected": 3}},
}  # fmt: skip
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
    return _run(page, {"type": "tag", "values": STANDARDS})


def findings_in_both_schemes(page: Page) -> list[str]:
    """Return what is wrong with a page, in light and dark: what differs between them is contrast alone."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(SOURCE)
    dark = _run(page, {"type": "rule", "values": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return [f"dark: {each}" for each in dark] + _run(page, {"type": "tag", "values": STANDARDS})


def _run(page: Page, only: Mapping[str, object]) -> list[str]:
    options = {
        "runOnly": only,
        "resultTypes": ["violations", "incomplete"],
        "checks": {"color-contrast": {"options": _CONTRAST}},
    }
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    wrong = [(rule, node) for rule in found["violations"] for node in rule["nodes"]]
    contrast = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
    wrong += [(rule, node) for rule in contrast for node in rule["nodes"] if not _covered(node)]
    said = [f"{rule['id']}: {node['html'][:160]}: {_why(node)}" for rule, node in wrong]
    return said + list(page.evaluate(_DRAWN))


def _covered(node: dict[str, Any]) -> bool:
    if node["html"].startswith("<text"):
        return True  # computed in `_DRAWN`
    return any((check.get("data") or {}).get("messageKey") in _COVERED for check in node["any"])


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))
