"""On the desk in real browsers: search, answers that fit, a number in full, drafts after signing out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from bot.engine.content import Content
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site, running
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, answered, say
from tests.browser.test_desk import SignIn, a_waiting_person
from tests.channels.web.house import content
from tests.console.test_cases_pages import ORG, a_request
from tests.console.test_suggested import Hears
from tests.worker.world import content as knowing

pytestmark = [pytest.mark.browser]
SIZES = [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")]
ANSWER, NUMBER, MASKED = "مدة لا تقل عن أسبوعين.", "1012345672", "••••••5672"


def contents(organisation: str) -> Content:
    known = knowing()
    return replace(content(organisation), topics=known.topics, flows=known.flows, matcher=Hears())


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(contents=contents) as found:
        yield found


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar")])
def test_a_message_is_found_whatever_its_spelling(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    word = f"مستشفى{language}{size[0]}"
    person, address = a_waiting_person(site, open_page)
    say(person, f"أحتاجُ سيارةً إلى {word}")
    expect(person.locator(".msg.you", has_text=word)).to_be_visible()
    staff = sign_in("sara", size, language, at="all")
    staff.keyboard.press("/")
    expect(staff.locator("[type=search]").first).to_be_focused()
    staff.keyboard.type(f"سياره احتاج {word.replace('ى', 'ي')}")
    staff.keyboard.press("Enter")
    staff.wait_for_url("**q=*")
    expect(staff.locator(".row a")).to_have_count(1)
    expect(staff.locator(".row a")).to_have_attribute("href", address.removeprefix(site.direct))
    fits(staff)
    assert findings(staff) == []
    keep(staff, f"desk-search-{language}-{size[0]}")
    staff.goto(f"{site.direct}/console/waiting?q=لا-شيء-كهذا")
    expect(staff.locator(".empty a")).to_be_visible()


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_an_answer_that_fits_is_added_and_sent_by_staff_alone(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", size, language, at=address)
    staff.fill("#text", "حياك الله")
    if size == PHONE:
        staff.click(".suggested > summary")
    fits(staff)
    assert findings(staff) == []
    staff.click(".suggested [data-insert]")
    expect(staff.locator("#text")).to_have_value(f"حياك الله\n{ANSWER}")
    expect(person.locator(".msg.staff")).to_have_count(0)
    staff.dblclick("#reply .primary")
    expect(person.locator(".msg.staff")).to_have_count(1)
    expect(person.locator(".msg.staff")).to_contain_text(ANSWER)
    expect(staff.locator("#text")).to_have_value("")
    keep(staff, f"desk-suggested-{language}-{size[0]}")


@pytest.mark.parametrize(("size", "language"), [(DESK, "ar")])
def test_a_masked_number_needs_a_reason_and_is_shown_once(
    site: Site, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    case = site.run(a_request(site.house, size[0]))
    staff = sign_in("sara", size, language, at=f"cases/{ORG}/{case.reference}")
    expect(staff.locator("main")).to_contain_text(MASKED)
    staff.click(".reveal summary")
    staff.click(".reveal button")
    expect(staff.locator("main")).not_to_contain_text(NUMBER)  # the reason was empty
    staff.fill(".reveal [name=reason]", "مطابقة الهوية بالهاتف")
    assert findings(staff) == []
    staff.click(".reveal button")
    expect(staff.locator(".answers strong")).to_have_text(NUMBER)
    assert staff.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keep(staff, f"desk-reveal-{language}-{size[0]}")
    staff.goto(f"{site.direct}/console/cases/{ORG}/{case.reference}")
    expect(staff.locator("main")).not_to_contain_text(NUMBER)
    expect(staff.locator("main")).to_contain_text("مطابقة الهوية بالهاتف")


def test_a_draft_outlives_signing_out_and_a_colleagues_claim(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff, colleague = sign_in("sara"), sign_in("fahad")
    staff.goto(address)
    staff.fill("#text", "كنت أكتب هذا")
    expect(staff.locator("#draft")).to_have_text("حُفظت المسودة")
    staff.click(".menu summary")
    staff.click("form[action$='/sign-out'] button")
    staff.wait_for_url("**/sign-in*")
    colleague.goto(address)
    colleague.click("form[action$=claim] button")
    expect(colleague.locator("#holder")).to_contain_text("مع Fahad")
    again = sign_in("sara", at=address)
    expect(again.locator("#text")).to_have_value("كنت أكتب هذا")
    again.click("#reply .primary")
    expect(again.locator("#told")).to_contain_text("Fahad")
    expect(again.locator("#text")).to_have_value("كنت أكتب هذا")
    answered(person, "person")
    expect(person.locator(".msg.staff")).to_have_count(0)
