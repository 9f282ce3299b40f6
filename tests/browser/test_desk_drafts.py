"""What staff have begun is lost by nothing, and found by nobody else on the same computer."""

import pytest
from playwright.sync_api import Page, expect

from bot.console.visits import COOKIE, HOME
from tests.browser.conftest import Open
from tests.browser.site import Site
from tests.browser.test_chat import Keep
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]


def test_a_draft_outlives_a_reload_and_a_transfer(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep
) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.click("form[action$=claim] button")
    expect(staff.locator("#holder")).to_contain_text("مع Sara")
    staff.fill("#text", "مسودة موظف")
    staff.reload()
    expect(staff.locator("#text")).to_have_value("مسودة موظف")
    expect(staff.locator("#draft")).to_have_text("حُفظت المسودة")
    other = sign_in("sara", at=address)
    expect(other.locator("#text")).to_have_value("مسودة موظف")
    staff.select_option("form[action$=transfer] [name=to]", label="Fahad")
    staff.click("form[action$=transfer] button")
    expect(staff.locator("#holder")).to_contain_text("مع Fahad")
    expect(staff.locator("#text")).to_have_value("مسودة موظف")
    colleague = sign_in("fahad", at=address)
    expect(colleague.locator(".left")).to_contain_text("مسودة موظف")
    colleague.fill("#text", "أهلًا")
    colleague.click("[data-insert]")
    expect(colleague.locator("#text")).to_have_value("أهلًا\nمسودة موظف")
    keep(colleague, "desk-draft-left")
    staff.reload()
    expect(staff.locator("#text")).to_have_value("مسودة موظف")


def test_the_next_one_on_a_shared_computer_does_not_find_it(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    _, address = a_waiting_person(site, open_page)
    page = sign_in("sara", at=address)
    page.route("**/draft", lambda route: route.abort())  # it reaches the server from neither screen
    page.fill("#text", "كلام سارة")
    page.click(".note-box summary")
    page.fill("#note-text", "ملاحظة سارة")
    _becomes(site, page, "fahad")
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator("#note-text")).to_have_value("")
    _becomes(site, page, "sara")
    expect(page.locator("#text")).to_have_value("كلام سارة")
    expect(page.locator("#note-text")).to_have_value("ملاحظة سارة")


def test_a_note_outlives_a_reload_until_it_is_kept(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.click(".note-box summary")
    staff.fill("#note-text", "تحتاج متابعة")
    staff.reload()
    expect(staff.locator("#note-text")).to_be_visible()
    expect(staff.locator("#note-text")).to_have_value("تحتاج متابعة")
    staff.click("#note button")
    expect(staff.locator(".entry.note")).to_contain_text("تحتاج متابعة")
    staff.reload()
    expect(staff.locator(".entry.note")).to_have_count(1)
    expect(staff.locator("#note-text")).to_have_value("")


def _becomes(site: Site, page: Page, login: str) -> None:
    """Let somebody else sign in, in the same browser, and open the same chat."""
    token = site.session(login)
    page.context.add_cookies([{"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": HOME}])
    page.reload()
