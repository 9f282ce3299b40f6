"""Every pair of colours that may meet, in light and dark and with each accent, as WCAG computes it."""

import re
from itertools import product

import pytest

from bot.channels.web.look import ACCENTS
from bot.pages import TOKENS

TEXT, CONTROL = 4.5, 3.0
PAIRS = [
    ("ink", "ground", TEXT), ("ink", "surface", TEXT), ("ink", "soft", TEXT), ("ink", "danger-soft", TEXT),
    ("muted", "ground", TEXT), ("muted", "surface", TEXT), ("muted", "soft", TEXT),
    ("accent", "surface", TEXT), ("accent", "ground", TEXT), ("accent", "soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("danger", "surface", TEXT), ("danger", "ground", TEXT), ("danger", "danger-soft", TEXT),
    ("danger", "soft", TEXT), ("muted", "danger-soft", TEXT), ("accent", "danger-soft", TEXT),
    ("on-danger", "danger", TEXT), ("good", "surface", TEXT), ("on-note", "note", TEXT),
    ("edge", "surface", CONTROL), ("edge", "ground", CONTROL), ("accent", "surface", CONTROL),
]  # fmt: skip


def tokens() -> dict[tuple[str, str], dict[str, str]]:
    """Return scheme and accent → token → colour."""
    light, dark = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")
    found: dict[tuple[str, str], dict[str, str]] = {}
    plain = _rules(light)
    for scheme, rules in (("light", plain), ("dark", _rules(dark))):
        for accent in ACCENTS:
            found[scheme, accent] = {
                **plain[":root"], **plain[accent], **rules.get(":root", {}), **rules.get(accent, {})
            }  # fmt: skip
    return found


def _rules(css: str) -> dict[str, dict[str, str]]:
    found = {}
    for selector, body in re.findall(r'(:root|\[data-accent="\w+"\])\s*\{([^}]*)\}', css):
        name = selector if selector == ":root" else re.findall(r'"(\w+)"', selector)[0]
        found[name] = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#aaaaaa", "#ffffff") == pytest.approx(2.32, abs=0.01)


@pytest.mark.parametrize(("scheme", "accent"), list(product(("light", "dark"), ACCENTS)))
def test_every_pair_can_be_read(scheme: str, accent: str) -> None:
    colours = tokens()[scheme, accent]
    faint = {
        f"{one} on {other}": round(contrast(colours[one], colours[other]), 2)
        for one, other, least in PAIRS
        if contrast(colours[one], colours[other]) < least
    }
    assert faint == {}


def test_each_accent_has_its_own_colours_in_both_schemes() -> None:
    assert len({colours["accent"] for colours in tokens().values()}) == 2 * len(ACCENTS)
