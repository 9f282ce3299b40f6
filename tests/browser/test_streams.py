"""Several tabs of one browser share one stream, whatever the browser offers to share it with."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.browser.assembly import assembled
from tests.browser.conftest import DESK, Open
from tests.browser.site import Site, running
from tests.browser.test_chat import say
from tests.browser.test_desk import SignIn, a_waiting_person
from tests.channels.web.house import House

pytestmark = [pytest.mark.browser]
WITHOUT = {
    "shared worker": "",
    "leader": "delete window.SharedWorker;",
    "own": "delete window.SharedWorker; delete Navigator.prototype.locks;",
}
BROKEN_WORKER = (
    "window.SharedWorker = class extends SharedWorker { constructor(at, how) { super('/none.js', how); } };"
)
open_streams: Counter[str] = Counter()


class Counting:
    """Counts the console's streams that are open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") != "/console/events":
            return await self._app(scope, receive, send)
        open_streams["now"] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            open_streams["now"] -= 1


@asynccontextmanager
async def counted(folder: Path) -> AsyncIterator[House]:
    async with assembled(folder, accounts=True) as built:
        built.app.add_middleware(Counting)
        yield built


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(assemble=counted) as found:
        yield found


def streams(page: Page, number: int) -> bool:
    """Whether so many streams are open, now or soon."""
    until = time.monotonic() + 20
    while open_streams["now"] != number and time.monotonic() < until:
        page.wait_for_timeout(50)
    return open_streams["now"] == number


def tabs(first: Page, *addresses: str) -> list[Page]:
    """Open more tabs in the browser of a page, in the order of the addresses."""
    opened = []
    for address in addresses:
        page = first.context.new_page()
        page.goto(address)
        opened.append(page)
    return opened


@pytest.mark.parametrize("way", WITHOUT)
def test_three_tabs_share_a_stream_that_outlives_the_first(
    site: Site, open_page: Open, sign_in: SignIn, way: str
) -> None:
    person, address = a_waiting_person(site, open_page)
    other, second_address = a_waiting_person(site, open_page)
    first = sign_in("sara")
    first.context.add_init_script(WITHOUT[way])
    first.goto(address)
    second, third = tabs(first, address, second_address)
    assert streams(first, 3 if way == "own" else 1)
    assert second.evaluate("'SharedWorker' in window") is (way == "shared worker")
    say(person, "قبل الإغلاق")
    for page in (first, second):
        expect(page.locator(".entry.in", has_text="قبل الإغلاق")).to_have_count(1)
    first.close()
    say(person, "أثناء الإغلاق")
    say(other, "للثانية وحدها")
    expect(second.locator(".entry.in", has_text="أثناء الإغلاق")).to_have_count(1)
    expect(third.locator(".entry.in", has_text="للثانية وحدها")).to_have_count(1)
    assert third.locator(".entry.in", has_text="أثناء الإغلاق").count() == 0
    assert streams(second, 2 if way == "own" else 1)
    expect(second.locator("#offline")).to_be_hidden()
    before = int(second.inner_text("#waiting-count"))
    a_waiting_person(site, open_page)
    for page in (second, third):
        expect(page.locator("#waiting-count")).to_have_text(str(before + 1))
    for page in (second, third):
        page.close()
    assert streams(person, 0)


def test_the_next_tab_takes_over_within_two_seconds(site: Site, open_page: Open, sign_in: SignIn) -> None:
    person, address = a_waiting_person(site, open_page)
    first = sign_in("sara")
    first.context.add_init_script(WITHOUT["leader"])
    first.goto(address)
    (second,) = tabs(first, address)
    assert streams(first, 1)
    say(person, "حي قبله")
    expect(second.locator(".entry.in", has_text="حي قبله")).to_be_visible()
    begun = time.monotonic()
    first.close()
    say(person, "حي بعده")
    expect(second.locator(".entry.in", has_text="حي بعده")).to_have_count(1)
    assert time.monotonic() - begun < 15  # the person's own page and a busy machine included


def test_a_worker_whose_script_does_not_arrive_is_done_without(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara")
    staff.context.add_init_script(BROKEN_WORKER)
    staff.goto(address)
    say(person, "مع ذلك")
    expect(staff.locator(".entry.in", has_text="مع ذلك")).to_be_visible()


def test_a_tab_that_comes_later_is_told_what_is_known(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    sara, fahad = sign_in("sara"), sign_in("fahad")
    for page in (sara, fahad):
        page.goto(address)
    expect(sara.locator("#presence")).to_contain_text("Fahad")
    (again,) = tabs(sara, address)
    expect(again.locator("#presence")).to_contain_text("Fahad")
    expect(again.locator("#waiting-count")).to_be_visible()
    assert streams(sara, 2)


def test_signing_out_in_one_tab_ends_the_others(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", DESK)
    (other,) = tabs(staff, address)
    staff.click(".menu summary")
    staff.click("form[action$='/sign-out'] button")
    staff.wait_for_url("**/sign-in*")
    other.wait_for_url("**/sign-in*")
