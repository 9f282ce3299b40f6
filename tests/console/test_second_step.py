"""Two-step sign-in on the pages, as a browser without scripts uses them."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pyotp
import pytest

from tests.browser.assembly import PASSWORD, account, assembled
from tests.channels.web.house import House, content
from tests.console.test_console import browser, enter, post, signed_in

PAGE = "/console/account/second-step"
CODE = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


async def turn_on(staff: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Set it up; return the secret as typed by hand, and the recovery codes."""
    await post(staff, f"{PAGE}/begin", PAGE)
    shown = (await staff.get(PAGE)).text
    secret = re.findall(r'class="code secret">([A-Z2-7 ]+)<', shown)[0].replace(" ", "")
    assert f"secret={secret}" in shown
    assert "<svg" in shown
    done = await post(staff, f"{PAGE}/confirm", PAGE, code=pyotp.TOTP(secret).now())
    return secret, CODE.findall(done.text)


async def give(staff: httpx.AsyncClient, asked: httpx.Response, code: str) -> httpx.Response:
    ticket = re.findall(r'name="ticket" value="([^"]+)"', asked.text)[0]
    return await staff.post("/console/sign-in/code", files={"ticket": (None, ticket), "code": (None, code)})


async def test_set_up_sign_in_and_switch_off(home: House) -> None:
    async with signed_in(home, "sara") as here:
        secret, codes = await turn_on(here)
        assert len(codes) == 10
        assert codes[0] not in (await here.get(PAGE)).text
    async with browser(home) as again:
        asked = await enter(again, "sara", PASSWORD)
        assert asked.status_code == 200
        assert "wasl_staff" not in again.cookies
        assert (await again.get("/console/waiting")).headers["location"] == "/console/sign-in"
        assert (await give(again, asked, "000000")).status_code == 401
        used = pyotp.TOTP(secret).now()
        assert (await give(again, asked, used)).status_code == 401  # it confirmed the setting-up
        assert (await give(again, asked, codes[0])).headers["location"] == "/console/waiting"
        assert "9" in re.sub(r"<[^>]+>", "", (await again.get(PAGE)).text)
        off = await post(again, f"{PAGE}/off", PAGE, code=codes[1])
        assert off.headers["location"] == "/console/account"
    async with browser(home) as third:
        assert (await enter(third, "sara", PASSWORD)).headers["location"] == "/console/waiting"


async def test_a_forged_ticket_leads_back_to_the_password(home: House) -> None:
    async with browser(home) as stranger:
        form = {"ticket": (None, "made.up.ticket"), "code": (None, "000000")}
        answer = await stranger.post("/console/sign-in/code", files=form)
        assert answer.status_code == 400
        assert 'name="password"' in answer.text
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert (await stranger.post("/console/sign-in/code", files=form, headers=foreign)).status_code == 403


async def test_a_supervisor_sees_who_has_it_and_an_administrator_switches_it_off(home: House) -> None:
    page = "/console/colleagues"
    async with signed_in(home, "sara", role="researcher") as sara:
        await turn_on(sara)
        assert (await sara.get(page)).status_code == 403
        async with signed_in(home, "omar") as supervisor:
            assert "يتحقق بخطوتين" in (await supervisor.get(page)).text
            assert (await post(supervisor, f"{page}/second-step", page, login="sara")).status_code == 403
        async with signed_in(home, "huda", role="administrator") as administrator:
            assert '<button name="login" value="sara"' in (await administrator.get(page)).text
            assert (await post(administrator, f"{page}/second-step", page, login="ghost")).status_code == 404
            done = await post(administrator, f"{page}/second-step", page, login="sara")
            assert done.headers["location"] == page
            assert '<button name="login" value="sara"' not in (await administrator.get(page)).text
        assert (await sara.get("/console/waiting")).headers["location"] == "/console/sign-in"


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[House]:
    """A house whose second association wants it of supervisors."""
    given = {one: content(one) for one in ("aoun", "banan")}
    given["banan"] = replace(given["banan"], second_step_for=("supervisor",))
    async with assembled(tmp_path, contents=given.__getitem__) as built:
        yield built


async def test_where_it_is_required_nothing_is_shown_before_it_is_on(strict: House) -> None:
    await account(strict.store, "sara")
    async with browser(strict) as here:
        assert (await enter(here, "sara", PASSWORD)).headers["location"] == "/console/waiting"
        for page in ("/console/waiting", "/console/all", "/console/account"):
            assert (await here.get(page)).headers["location"] == PAGE
        await turn_on(here)
        assert (await here.get("/console/waiting")).status_code == 200
        assert f"{PAGE}/off" not in (await here.get(PAGE)).text
        assert (await post(here, f"{PAGE}/off", PAGE, code="000000")).status_code == 403
    await account(strict.store, "noura", role="researcher")
    async with browser(strict) as other:
        await enter(other, "noura", PASSWORD)
        assert (await other.get("/console/waiting")).status_code == 200
