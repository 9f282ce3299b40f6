"""How an organisation's pages look, and whether its colours can be read on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark"]
TEXT = 4.5  # least contrast of text, WCAG 2.2 AA

# Of the style sheet of all pages: what an organisation's colour meets. A test keeps the two the same.
MET: Mapping[Scheme, Mapping[str, str]] = {
    "light": {
        "surface": "#ffffff", "ground": "#f6f4ef", "ink": "#1d2a2f", "muted": "#566267",
        "on-accent": "#ffffff", "danger": "#a8201a", "danger-soft": "#fdeceb",
    },
    "dark": {
        "surface": "#1b2428", "ground": "#12191c", "ink": "#eceff0", "muted": "#a9b5b9",
        "on-accent": "#0c1416", "danger": "#ffaaa2", "danger-soft": "#3f1a18",
    },
}  # fmt: skip
_PAIRS = (
    ("accent", "surface"), ("accent", "ground"), ("accent", "soft"), ("on-accent", "accent"),
    ("ink", "soft"), ("muted", "soft"), ("danger", "soft"), ("accent", "danger-soft"),
)  # fmt: skip
_TINT: Mapping[Scheme, float] = {"light": 0.1, "dark": 0.15}  # of the colour, in the soft ground made from it


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """A picture, as the author put it beside the organisation's file."""

    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Of one organisation. What it does not say is as for everybody."""

    colours: Mapping[Scheme, str] | None = None  # `#rrggbb` of buttons and links
    logo: Logo | None = None
    sites: tuple[str, ...] = ()  # origins that may show the chat in a frame


@dataclass(frozen=True, kw_only=True, slots=True)
class Faint:
    """Two colours that meet and cannot be told apart well enough."""

    scheme: Scheme
    text: str
    ground: str
    contrast: float


def palette(colour: str, scheme: Scheme) -> Mapping[str, str]:
    """Return what meets on a page in this colour, by the names of the style sheet."""
    met = MET[scheme]
    return {**met, "accent": colour, "soft": _mixed(colour, met["surface"], _TINT[scheme])}


def faint(colours: Mapping[Scheme, str]) -> Iterator[Faint]:
    """Yield the pairs whose contrast is below what text needs."""
    for scheme, colour in colours.items():
        found = palette(colour, scheme)
        for text, ground in _PAIRS:
            ratio = contrast(found[text], found[ground])
            if ratio < TEXT:
                yield Faint(scheme=scheme, text=text, ground=ground, contrast=ratio)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG computes it: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [_linear(part / 255) for part in _parts(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(colour: str, ground: str, share: float) -> str:
    both = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in both)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
