"""The lists of the staff desk while nobody does anything."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from bot.ports.store import Transaction
from tests.browser.conftest import Open
from tests.browser.site import Site
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]
MINUTE = 60_000


def test_ages_and_colours_of_a_list_stay_true_without_news(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at="account")
    staff.clock.install(time=datetime.now())  # noqa: DTZ005 - the browser's own
    staff.goto(f"{site.direct}/console/waiting")
    row = staff.locator(f'.row:has(a[href="{address.removeprefix(site.direct)}"])')
    expect(row).to_be_visible()
    expect(staff.locator("#waiting-count")).to_be_visible()  # its first news has come
    _change_unannounced(site, address)
    staff.clock.run_for(MINUTE)
    expect(staff.locator(f'.row.urgent a[href="{address.removeprefix(site.direct)}"]')).to_be_visible()


def test_a_list_that_nobody_looks_at_asks_for_nothing(site: Site, sign_in: SignIn) -> None:
    staff = sign_in("sara", at="account")
    staff.clock.install(time=datetime.now())  # noqa: DTZ005 - the browser's own
    staff.goto(f"{site.direct}/console/waiting")
    expect(staff.locator("#waiting-count")).to_be_attached()
    staff.clock.run_for(MINUTE // 6)
    staff.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })")
    asked: list[str] = []
    staff.on("request", lambda one: asked.append(one.url) if one.url.endswith("/waiting") else None)
    staff.clock.run_for(3 * MINUTE)
    assert asked == []
    staff.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, get: () => false })")
    with staff.expect_request("**/console/waiting"):
        staff.clock.run_for(MINUTE)


def _change_unannounced(site: Site, address: str) -> None:
    """Change what a row shows without anybody being told, as time does."""
    organisation, chat = address.split("/")[-2:]

    def work(tx: Transaction) -> None:
        tx.conversations.set_priority(organisation, chat, "urgent")

    site.run(site.house.store.write(work))
