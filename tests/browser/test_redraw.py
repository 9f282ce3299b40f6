"""What staff choose and press beside a chat while news come in: nothing is lost under their hands."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.site import Site
from tests.browser.test_chat import say
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]
PRIORITY = "#panel form[action$='/priority']"


def _mark(staff: Page) -> None:
    staff.evaluate("document.querySelector('#panel').firstElementChild.id = 'before'")


def test_a_choice_that_is_not_sent_yet_stays_when_the_facts_are_drawn_anew(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.select_option(f"{PRIORITY} select", "urgent")
    staff.focus("#text")
    _mark(staff)
    say(person, "سؤال آخر")
    expect(staff.locator("#before")).to_have_count(0)
    expect(staff.locator(f"{PRIORITY} select")).to_have_value("urgent")


def test_a_press_counts_though_news_come_before_it_is_let_go(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.select_option(f"{PRIORITY} select", "urgent")
    staff.locator(f"{PRIORITY} button").hover()
    _mark(staff)
    with staff.expect_response(lambda one: one.url.endswith("/panel")) as drawn:
        staff.mouse.down()
        say(person, "سؤال آخر")
    drawn.value.finished()
    staff.wait_for_timeout(300)  # drawn anew by now, if it were to be
    staff.mouse.up()
    expect(staff.locator("#panel .marks .mark.urgent")).to_be_visible()
    expect(staff.locator("#before")).to_have_count(0)
