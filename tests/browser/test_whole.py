"""Whole flows with the real content and engine: keyboard alone, no JavaScript, to the desk, every field."""

import pytest
from playwright.sync_api import Page, expect

from bot.demo.case_run import REFERENCE
from bot.demo.people import photograph
from bot.demo.request import REQUEST
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open, as_staff
from tests.browser.site import Site
from tests.browser.test_chat import Keep, say

# the first load after a change of content fits the matcher, which takes a minute or two
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
MOST_TABS = 45
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHOTO = {"name": "ورقة.png", "mimeType": "image/png", "buffer": photograph()}


def reach(page: Page, name: str) -> None:
    """Go with Tab alone, backwards from where one is, to what is called so; it is seen to have the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("n => (document.activeElement.innerText ?? '').includes(n)", name) and page.evaluate(
            "document.activeElement.matches('.choice')"
        ):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"Tab does not reach {name}")


def press(page: Page, name: str, then: str) -> None:
    reach(page, name)
    page.keyboard.press("Enter")
    expect(page.locator(".msg.bot", has_text=then).last).to_be_visible()


def write(page: Page, text: str, then: str) -> None:
    page.keyboard.press("Escape")
    for _ in range(MOST_TABS):
        if page.evaluate("document.activeElement.id") == "text":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator(".msg.bot", has_text=then).last).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_complaint_by_keyboard_alone_with_an_answer_changed(
    real: Site, open_page: Open, keep: Keep, size: tuple[int, int]
) -> None:
    page = open_page(f"{real.direct}/aoun", size)
    page.keyboard.press("Tab")
    press(page, "تقديم شكوى", "قبل أن نبدأ")
    press(page, "✅ أوافق", "عمَّ شكواك")
    press(page, "التأخر", "ما الذي حدث")
    write(page, "تأخر الرد شهرًا", "متى حدث ذلك")
    press(page, "تخطي", "تتمنى أن يتغير")
    press(page, "تخطي", "صورة أو ملف")
    press(page, "تخطي", "بلا اسم")
    press(page, "بلا اسم", "هل نرسلها")
    keep(page, f"whole-review-{size[0]}")
    assert findings(page) == []
    assert page.evaluate(WIDER) <= 0
    press(page, "ما حدث", "ما الذي حدث")
    write(page, "تأخر الرد شهرين", "هل نرسلها")
    expect(page.locator(".msg.bot").last).to_contain_text("تأخر الرد شهرين")
    press(page, "صحيح، أكمل", "وصلت شكواك، ورقمها")
    shown = page.locator(".msg.bot", has_text="وصلت شكواك")
    assert REFERENCE.search(shown.inner_text())


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
    staff = as_staff(real, open_page, "sara")
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


def test_stars_are_given_and_named(real: Site, open_page: Open, keep: Keep) -> None:
    page = open_page(f"{real.direct}/aoun")
    page.click('[value="flow:rating"]')
    stars = page.locator('.stars [value^="pick:stars:"]')
    expect(stars).to_have_count(5)
    names = stars.all_inner_texts()
    assert len(set(names)) == 5
    keep(page, "whole-stars-phone")
    assert findings(page) == []
    page.locator('.stars [value$=":4"]').click()
    expect(page.locator(".msg.you").last).to_contain_text(names[3].strip()[:1])
    expect(page.locator(".msg.bot", has_text="ما الذي جعلك")).to_be_visible()
    page.locator('.choice[value^="do:skip"]').last.click()
    expect(page.locator(".msg.bot", has_text="حفظنا تقييمك")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "size", "typed"), [("ar", PHONE, ""), ("en", DESK, ""), ("ar", DESK, "١ يناير ٢٠٢٨")]
)
def test_several_choices_a_number_and_a_date(
    real: Site, open_page: Open, keep: Keep, language: str, size: tuple[int, int], typed: str
) -> None:
    page = open_page(f"{real.direct}/aoun?lang={language}", size)
    page.locator('.welcome [value="flow:volunteering"]').click()
    page.locator('.choice[value="do:agree"]').last.click()
    for value in ("visits", "digital", "visits"):
        tick = page.locator(f'.msg.bot:visible [value="pick:skills:{value}"]')
        before = tick.get_attribute("aria-pressed")
        tick.click()
        expect(page.locator(f'.msg.bot:visible [value="pick:skills:{value}"]')).to_have_attribute(
            "aria-pressed", "false" if before == "true" else "true"
        )
    expect(page.locator('.msg.bot:visible [aria-pressed="true"]')).to_have_count(1)
    keep(page, f"whole-ticks-{language}")
    page.locator('.msg.bot:visible [value="pick:skills:done"]').click()
    page.locator('.msg.bot:visible [value="pick:times:evening"]').click()
    expect(page.locator('.msg.bot:visible [value="pick:times:evening"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    page.locator('.msg.bot:visible [value="pick:times:done"]').click()
    expect(page.locator("#text")).to_have_attribute("inputmode", "decimal")
    page.fill("#text", "٦" if language == "ar" else "6")
    page.keyboard.press("Enter")
    picker = page.locator("#field input[type=date]")
    expect(picker).to_be_visible()
    keep(page, f"whole-date-{language}")
    assert findings(page) == []
    if typed:  # beside the picker, and read back in both calendars
        page.fill("#text", typed)
        page.click(".send")
        expect(page.locator(".msg.bot", has_text="2028")).to_be_visible()
    else:
        picker.fill(f"{picker.get_attribute('min') or '2027-01-15'}")
        page.click(".send")
    expect(picker).to_have_count(0)


def test_a_whole_request_without_javascript(real: Site, open_page: Open, keep: Keep) -> None:
    page = open_page(f"{real.direct}/banan", java_script_enabled=False)
    for act, seen in REQUEST:
        if act == "photo":
            page.set_input_files("#field input[name=upload]", PHOTO)  # type: ignore[arg-type]
            page.click(".send")
        elif act.startswith("="):
            page.fill("#text", act[1:])
            page.click(".send")
        else:
            page.locator(f'.choice[value^="{act}"]').last.click()
        _sees(page, seen)
    keep(page, "whole-no-javascript-phone")
    reference = REFERENCE.search(page.locator(".msg.bot", has_text="وصل طلبك").last.inner_text())
    assert reference
    (case,) = [
        one for one in real.run(real.house.store.read.cases(["banan"])) if one.reference == reference[0]
    ]
    assert [file.media_type for file in case.attachments] == ["image/png"], case.answers


def _sees(page: Page, seen: str) -> None:
    """See words or a button; a slow answer is there after “refresh”, as the page says."""
    for _ in range(10):
        if page.get_by_text(seen).count() or page.locator(f'.choice[value^="{seen}"]').count():
            return
        page.wait_for_timeout(500)
        page.click("noscript a")
    raise AssertionError(seen)
