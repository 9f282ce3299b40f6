"""What of a chat is on the device: copies as files, what is unread, and what a reload shows."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, answered, keep_here, say
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]
SIZES = [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")]
HIDE = """hidden => { Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange")); }"""


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_copy_is_a_page_of_its_own(
    site: Site, open_page: Open, keep: Keep, tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    page = open_page(f"{site.direct}/aoun?lang={language}", size)
    say(page, "رقمي 0502407666 <b>مهم</b>")
    answered(page, "رقمي 0502407666 <b>مهم</b>")
    page.click(".forget summary")
    fits(page)
    assert findings(page) == []
    keep(page, f"chat-device-{language}-{size[0]}")
    with page.expect_download() as waiting:
        page.click("[data-copy]")
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    copy = open_page(saved.as_uri(), size)
    assert copy.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert copy.locator("article p").all_inner_texts()[0] == "رقمي 0502407666 <b>مهم</b>"
    assert copy.locator("article h2").count() == 2
    assert copy.locator("b, script, button").count() == 0
    keep(copy, f"chat-copy-{language}-{size[0]}")


def test_unread_messages_are_counted_in_the_title(site: Site, open_page: Open) -> None:
    page = open_page(f"{site.direct}/aoun")
    title = page.title()
    page.evaluate(HIDE, True)
    for number, word in enumerate(("أول", "ثان"), start=1):
        say(page, word)
        answered(page, word)
        expect(page).to_have_title(f"({number}) {title}")
    page.evaluate(HIDE, False)
    expect(page).to_have_title(title)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_reload_of_a_shared_phone_shows_nothing_of_before(
    site: Site, open_page: Open, keep: Keep, size: tuple[int, int], language: str
) -> None:
    page = open_page(f"{site.direct}/aoun?lang={language}", size)
    say(page, "سر")
    answered(page, "سر")
    page.click("header .quiet")  # another language is the same visit
    answered(page, "سر")
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    assert "سر" not in page.inner_text("#log").split()
    keep(page, f"chat-again-{language}-{size[0]}")
    assert findings(page) == []
    say(page, "وبعد")
    answered(page, "وبعد")
    expect(page.locator(".msg.you")).to_have_count(1)
    keep_here(page)
    page.reload()
    answered(page, "وبعد")
    expect(page.locator(".msg.you")).to_have_count(1)
    page.click(".forget summary")
    keep(page, f"chat-kept-{language}-{size[0]}")
    page.click("[data-forget] button")
    expect(page.locator(".msg.you")).to_have_count(0)
    assert page.context.cookies() == []


def test_a_chat_goes_on_elsewhere_by_a_code(site: Site, open_page: Open, sign_in: SignIn, keep: Keep) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.get_by_role("button", name="رمز لمتابعة المحادثة").click()
    note = staff.locator(".entry.note", has_text="رمز المتابعة")
    expect(note).to_be_visible()
    code = re.findall(r"\d{8}", note.inner_text())[0]
    keep(staff, "desk-code")
    phone = open_page(f"{site.direct}/aoun")
    for tried in ("00000000", code):
        phone.click(".forget summary")
        fits(phone)
        assert findings(phone) == []
        keep(phone, "chat-code-phone")
        phone.fill("#code", tried)
        phone.keyboard.press("Enter")
        if tried != code:
            expect(phone.locator("#trouble")).to_contain_text("الرمز غير صحيح")
    answered(phone, "person")
    assert "رمز المتابعة" not in phone.content()
    say(phone, "من جهاز آخر")
    expect(person.locator(".msg.you", has_text="من جهاز آخر")).to_be_visible()
    other = open_page(f"{site.direct}/aoun", java_script_enabled=False)
    other.click(".forget summary")
    other.fill("#code", code)
    other.keyboard.press("Enter")
    expect(other.locator("#trouble")).to_contain_text("الرمز غير صحيح")
