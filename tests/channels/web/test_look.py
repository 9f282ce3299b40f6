"""An organisation's own colours, logo and sites on its pages; the others stay as they are."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import httpx
import pytest

from bot.channels.web.look import ACCENTS
from bot.content.shapes import LookShape
from bot.engine.content import Content
from bot.engine.look import MET, Logo, Look, Scheme, faint, palette
from bot.engine.look import contrast as engine_contrast
from tests.channels.web.house import content, house
from tests.channels.web.test_contrast import PAIRS, contrast, tokens

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>'
COLOURS: dict[Scheme, str] = {"light": "#0d5a86", "dark": "#8cc8ee"}
LOOK = Look(
    colours=COLOURS, logo=Logo(media_type="image/svg+xml", data=SVG),
    sites=("https://awn.example.org", "https://*.awn.example.org"),
)  # fmt: skip


def dressed(organisation: str) -> Content:
    found = content(organisation)
    return (
        replace(found, organisation=replace(found.organisation, look=LOOK))
        if organisation == "aoun"
        else found
    )


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    contents = {each: dressed(each) for each in ("aoun", "banan")}
    async with house(tmp_path, contents=contents.__getitem__) as home:
        transport = httpx.ASGITransport(home.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://wasl.test") as client:
            yield client


async def test_its_colours_come_with_its_style_sheet(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/aoun")).text
    assert 'data-accent="own"' in page
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    assert len(sheets) == 1
    sheet = await visitor.get(sheets[0])
    assert "immutable" in sheet.headers["cache-control"]
    assert sheet.headers["content-encoding"] == "gzip"
    assert re.findall(r'"own"\] \{ --accent: (#\w+)', sheet.text) == list(COLOURS.values())
    old = await visitor.get("/aoun/look/000000000000/chat.css")
    assert (old.content, old.headers["cache-control"]) == (sheet.content, "no-cache")


async def test_its_logo_cannot_run(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/aoun")).text
    logo = await visitor.get(re.findall(r'<img class="logo picture" src="([^"]+)"', page)[0])
    assert (logo.content, logo.headers["content-type"]) == (SVG, "image/svg+xml")
    assert "sandbox" in logo.headers["content-security-policy"]
    assert (await visitor.get("/banan/look/1/logo")).status_code == 404
    assert (await visitor.get("/nobody/look/1/logo")).status_code == 404


@pytest.mark.parametrize("address", ["/aoun", "/aoun/leave"])
async def test_its_own_sites_may_frame_it_and_no_other(visitor: httpx.AsyncClient, address: str) -> None:
    policy = (await visitor.get(address)).headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://awn.example.org https://*.awn.example.org")


async def test_others_stay_as_they_are(visitor: httpx.AsyncClient) -> None:
    response = await visitor.get("/banan")
    assert response.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert any(f'data-accent="{accent}"' in response.text for accent in ACCENTS)
    assert "/static/web/" in re.findall(r'rel="stylesheet" href="([^"]+)"', response.text)[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_met_is_what_the_style_sheet_says(scheme: Scheme) -> None:
    sheet = tokens()[scheme, "teal"]
    assert {name: sheet[name] for name in MET[scheme]} == MET[scheme]


@pytest.mark.parametrize(
    ("scheme", "colour"), list(product(("light", "dark"), [f"#{n:02x}5a86" for n in range(0, 256, 5)]))
)
def test_a_colour_that_is_taken_can_be_read_in_every_pair(scheme: Scheme, colour: str) -> None:
    """With the formula and the pairs of the tests' own."""
    accepted = not list(faint({scheme: colour}))
    found = {**tokens()[scheme, "teal"], **palette(colour, scheme)}
    low = [
        pair
        for *pair, least in PAIRS
        if {"accent", "soft"} & set(pair) and contrast(found[pair[0]], found[pair[1]]) < least
    ]
    assert accepted == (low == [])


def test_both_formulas_agree() -> None:
    for one, other in product(("#000000", "#0d5a86", "#f2c200"), ("#ffffff", "#1b2428")):
        assert engine_contrast(one, other) == pytest.approx(contrast(one, other))


@pytest.mark.parametrize(
    "site",
    [
        "http://awn.sa",
        "https://awn.sa/page",
        "https://*",
        "*",
        "https://awn.sa; script-src *",
        "'unsafe-inline'",
        "https://awn.sa\n",
    ],
)
def test_only_plain_origins_are_sites(site: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        LookShape(sites=(site,))
