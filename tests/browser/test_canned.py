"""Ready replies in the browser: found, filled in, put into the box, sent by staff alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")])
def test_a_ready_reply_is_added_to_the_draft_and_not_sent(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", size, language, at=address)
    staff.fill("#text", "أهلًا أم محمد")
    staff.click("#canned-open")
    expect(staff.locator("#canned-find")).to_be_focused()
    fits(staff)
    assert findings(staff) == []
    keep(staff, f"desk-canned-{language}-{size[0]}")
    staff.keyboard.type("اهلا")
    shown = staff.locator("#canned section:visible")
    expect(shown).to_have_count(1)
    staff.keyboard.press("Enter")
    expect(staff.locator("#canned")).to_be_hidden()
    expect(staff.locator("#text")).to_have_value(
        "أهلًا أم محمد\nأهلًا بك، معك الباحث الاجتماعي من جمعية aoun. كيف أستطيع مساعدتك؟"
    )
    expect(staff.locator("#draft")).not_to_be_empty()
    staff.reload()
    expect(staff.locator("#text")).to_have_value(
        "أهلًا أم محمد\nأهلًا بك، معك الباحث الاجتماعي من جمعية aoun. كيف أستطيع مساعدتك؟"
    )
    expect(person.locator(".msg.staff")).to_have_count(0)


def test_a_slash_at_the_beginning_of_a_line_and_what_is_asked(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.locator("#text").press_sequentially("12/11 و/")
    expect(staff.locator("#canned")).to_be_hidden()
    staff.fill("#text", "")
    staff.keyboard.type("/")
    expect(staff.locator("#canned")).to_be_visible()
    staff.keyboard.type("لا يوجد")
    expect(staff.locator("#canned .empty")).to_be_visible()
    staff.fill("#canned-find", "موعد")
    staff.keyboard.press("Enter")
    expect(staff.locator("#canned [data-field=day]")).to_be_focused()
    staff.keyboard.type("الأحد 9 صباحًا")
    staff.keyboard.press("Enter")
    expect(staff.locator("#canned [data-field=place]")).to_be_focused()
    staff.keyboard.type("مكتب البلدة")
    staff.keyboard.press("Enter")
    expect(staff.locator("#text")).to_have_value(
        "موعدك معنا الأحد 9 صباحًا في مكتب البلدة. إن لم يناسبك فاكتب لنا هنا."
    )
