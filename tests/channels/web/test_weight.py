"""What the window weighs before the first message can be typed."""

import gzip
import re

import httpx

from bot.channels.web.router import assets

GOAL, CEILING, REQUESTS, LOADER = 20_000, 30_000, 4, 3000
OTHER_PAGES = ("widget.js", "link.js", "link.css")


async def test_the_window_is_light(visitor: httpx.AsyncClient) -> None:
    """Sums what the page links and what its scripts import at once: compressed bytes, and requests."""
    page = (await visitor.get("/aoun")).text
    linked = re.findall(r'(?:<link rel="(?:stylesheet|modulepreload)" href|<script[^>]* src)="([^"]+)"', page)
    found: dict[str, int] = {}
    left = list(dict.fromkeys(linked))
    while left:
        address = left.pop()
        response = await visitor.get(address)
        assert response.status_code == 200, address
        assert "immutable" in response.headers["cache-control"]
        found[address] = len(gzip.compress(response.content))
        folder = address.rsplit("/", 1)[0]
        names = re.findall(r'^import .* from "\./(.+?)"', response.text, re.M)
        imported = [f"{folder}/{name}" for name in names]
        left += [each for each in imported if each not in found and each not in left]
    weight = sum(found.values())
    assert weight <= GOAL < CEILING, found
    assert 1 + len(found) <= REQUESTS, found


async def test_nothing_comes_from_elsewhere(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get("/aoun")).text
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(https?://[^"]+)"', page)
    assert loaded == []
    for name, body in assets().files.items():
        outside = re.findall(rb'(?:url\(|@import|from )\s*["\']?https?:', body)
        assert outside == [], name


def test_the_loader_is_light() -> None:
    body = assets().files["widget.js"]
    assert len(body) <= LOADER


async def test_assets_are_compressed_and_named_by_content(visitor: httpx.AsyncClient) -> None:
    files = assets()
    response = await visitor.get(files.url("chat.css"), headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.content == files.files["chat.css"]
    old = await visitor.get(files.url("chat.css").replace(files.version, "000000000000"))
    assert old.headers["cache-control"] == "no-cache"
    assert (await visitor.get(f"/static/web/{files.version}/none.css")).status_code == 404


def test_all_that_the_window_may_ever_load_stays_below_the_ceiling() -> None:
    """With what it fetches on demand: recorder, reading aloud, a copy, asking without a stream."""
    files = assets()
    window = [name for name in files.files if name.endswith((".js", ".css")) and name not in OTHER_PAGES]
    assert {"chat.js", "chat.css", "polling.js", "recorder.js"} <= set(window)
    assert sum(files.weight(name) for name in window) <= CEILING, {
        name: files.weight(name) for name in window
    }
