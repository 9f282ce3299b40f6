"""A conversation on the staff desk, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, answered, say
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_newest_line_and_the_reply_box_are_there_at_once(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, language: str
) -> None:
    person, address = a_waiting_person(site, open_page)
    for number in range(6):
        say(person, f"سطر {number}")
        answered(person, f"سطر {number}")
    staff = sign_in("sara", PHONE, language, at=address)
    expect(staff.locator("#presence")).to_be_attached()
    keep(staff, f"desk-chat-phone-{language}")
    for part in ("#text", "#holder", "#panel button.primary", "#reply .primary", ".entry >> nth=-1"):
        expect(staff.locator(part)).to_be_in_viewport(ratio=1)
    assert staff.evaluate("scrollY") == 0
    fits(staff)
    assert findings(staff) == []
    staff.fill("#text", "أهلًا")
    staff.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(staff.locator("#text")).to_be_in_viewport(ratio=1)
    staff.evaluate("scrollTo(0, 0)")
    staff.locator("#reply .primary").click()
    expect(person.locator(".msg.staff")).to_have_count(1)
    expect(staff.locator(".entry.staff")).to_be_in_viewport(ratio=1)
