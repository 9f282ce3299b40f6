"""One conversation with the real content and engine, in Arabic, from the first question to the desk."""

import pytest
from playwright.sync_api import expect

from tests.browser.assembly import PASSWORD
from tests.browser.conftest import DESK, Open
from tests.browser.site import Site
from tests.browser.test_chat import Keep, say

# the first load after a change of content fits the matcher, which takes a minute or two
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]


def test_from_a_question_to_a_person(real: Site, open_page: Open, keep: Keep) -> None:
    page = open_page(f"{real.direct}/aoun")
    expect(page.locator(".welcome .choice").first).to_be_visible()
    keep(page, "real-empty-phone")
    say(page, "كم مدة الرد على طلبي")
    answer = page.locator(".msg.bot", has_text="أسبوعين")
    expect(answer).to_be_visible()
    expect(answer.locator(".source")).to_contain_text("سياسة")
    keep(page, "real-answer-phone")
    page.click("header [value=person]")
    expect(page.locator("#owner")).to_have_attribute("data-owner", "waiting")
    staff = open_page(f"{real.direct}/console/sign-in", DESK)
    staff.fill("[name=login]", "sara")
    staff.fill("[name=password]", PASSWORD)
    staff.keyboard.press("Enter")
    staff.click(".row a")
    expect(staff.locator(".entry.in .trace").first).to_be_visible()
    staff.fill("#text", "أهلًا، كيف أعينك؟")
    staff.click("#reply .primary")
    expect(page.locator(".msg.staff")).to_contain_text("كيف أعينك؟")
    keep(staff, "real-desk")
    keep(page, "real-staff-phone")


def test_a_request_is_begun_and_an_answer_taken(real: Site, open_page: Open, keep: Keep) -> None:
    page = open_page(f"{real.direct}/aoun")
    page.click('.welcome [value="flow:support-request"]')
    page.locator(".choice", has_text="✅").last.click()
    expect(page.locator(".msg.bot .choice", has_text="لي أنا").last).to_be_visible()
    keep(page, "real-request-phone")
