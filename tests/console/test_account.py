"""A member of staff's own account."""

import re

import pytest

from bot.console.devices import device_of
from tests.browser.assembly import PASSWORD
from tests.channels.web.house import House
from tests.console.test_console import browser, enter, post, signed_in

PAGE = "/console/account"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "short"),
    [
        (f"{_WINDOWS}; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Windows"),
        (f"{_WINDOWS}) {_KIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge · Windows"),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {_KIT} Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("", ""),
    ],
)
def test_a_device_in_short(said: str, short: str) -> None:
    assert device_of(said) == short


async def test_a_session_is_seen_elsewhere_and_ended(home: House) -> None:
    async with signed_in(home, "sara") as here, browser(home) as elsewhere:
        elsewhere.headers["user-agent"] = f"{_WINDOWS}; rv:140.0) Gecko/20100101 Firefox/140.0"
        await enter(elsewhere, "sara", PASSWORD)
        shown = (await here.get(PAGE)).text
        assert "Firefox · Windows" in shown
        (other,) = re.findall(r'name="session" value="([0-9a-f]{64})"', shown)
        assert (await post(here, f"{PAGE}/sessions", PAGE, session=other)).headers["location"] == PAGE
        assert (await elsewhere.get(PAGE)).headers["location"] == "/console/sign-in"
        assert (await here.get(PAGE)).status_code == 200
        assert "Firefox" not in (await here.get(PAGE)).text


async def test_all_other_sessions_are_ended_at_once(home: House) -> None:
    async with signed_in(home, "sara") as here, browser(home) as second, browser(home) as third:
        for one in (second, third):
            await enter(one, "sara", PASSWORD)
        await post(here, f"{PAGE}/sessions", PAGE, session="others")
        assert [(await one.get(PAGE)).status_code for one in (here, second, third)] == [200, 303, 303]


async def test_nobody_ends_a_colleagues_session(home: House) -> None:
    async with signed_in(home, "sara") as sara, signed_in(home, "omar") as omar, browser(home) as again:
        await enter(again, "omar", PASSWORD)
        (theirs,) = re.findall(r'name="session" value="([0-9a-f]{64})"', (await omar.get(PAGE)).text)
        assert (await post(sara, f"{PAGE}/sessions", PAGE, session=theirs)).status_code == 404
        assert (await again.get(PAGE)).status_code == 200


async def test_a_form_without_its_token_ends_nothing(home: House) -> None:
    async with signed_in(home, "sara") as here, browser(home) as second:
        await enter(second, "sara", PASSWORD)
        forged = await here.post(f"{PAGE}/sessions", files={"session": (None, "others")})
        assert forged.status_code == 403
        assert (await second.get(PAGE)).status_code == 200
