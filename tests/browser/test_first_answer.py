"""The first answer on a phone, with the real content and engine."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Open
from tests.browser.site import Site
from tests.browser.test_chat import Keep, say

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize(
    ("language", "question"),
    [("ar", "كم مدة الرد على طلبي"), ("en", "When will I hear back about my request?")],
)
def test_the_first_answer_and_its_source_are_on_the_screen(
    real: Site, open_page: Open, keep: Keep, language: str, question: str
) -> None:
    page = open_page(f"{real.direct}/aoun?lang={language}", PHONE)
    expect(page.locator(".welcome .hint").first).to_contain_text("حذفها" if language == "ar" else "deleted")
    say(page, question)
    answer = page.locator(".msg.bot:has(.source)")
    expect(answer).to_have_count(1)
    expect(page.locator("#typing")).to_be_hidden()
    keep(page, f"chat-first-answer-{language}")
    for part in (page.locator(".msg.you"), answer.locator(".body"), answer.locator(".source")):
        expect(part).to_be_in_viewport(ratio=1)
    expect(page.locator(".msg.bot:not(.welcome):visible")).to_have_count(1)  # the welcome is not said again
    page.click(".forget summary")
    page.click("form[action*='/keep'] button")
    expect(page.locator(".msg.bot:not(.welcome):visible")).to_have_count(3)  # it is said where there is none


def test_a_hello_is_answered_in_words(real: Site, open_page: Open) -> None:
    page = open_page(f"{real.direct}/aoun", PHONE)
    say(page, "السلام عليكم")
    expect(page.locator(".msg.bot:not(.welcome):visible").first).to_contain_text("وعليكم السلام")
    expect(page.locator(".msg.bot:not(.welcome):visible .choice").first).to_be_visible()
