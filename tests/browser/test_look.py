"""The chat window as people set it: schemes, motion, forced colours, text size; and a person who writes."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, answered, say
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]


def test_a_person_is_seen_writing(site: Site, open_page: Open, sign_in: SignIn, keep: Keep) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.fill("#text", "لحظة")
    expect(person.locator("#typing")).to_be_hidden()
    staff.click("#reply .primary")
    expect(person.locator(".msg.staff")).to_have_count(1)
    staff.wait_for_timeout(3000)  # one announcement in three seconds
    staff.locator("#text").press_sequentially("أكتب لك")
    expect(person.locator("#typing")).to_be_visible()
    expect(person.locator("#typing")).to_contain_text("موظف من الجمعية يكتب")
    assert "أكتب لك" not in person.content()
    keep(person, "chat-person-writing-phone")
    staff.click("#reply .primary")
    expect(person.locator(".msg.staff")).to_have_count(2)
    expect(person.locator("#typing")).to_be_hidden()
    say(person, "شكرًا")
    expect(person.locator(".msg.you").last).to_contain_text("شكرًا")
    expect(person.locator("#typing")).to_be_hidden()


VOICE = """
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  said: [], getVoices: () => [{ lang: "ar-SA", name: "Arabic" }],
  speak(speech) { this.said.push(speech.text); },
  cancel() { this.said.push("hush"); sessionStorage.setItem("test:hushed", this.said.length); } }) });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_a_message_is_read_aloud_and_leaving_is_silence(site: Site, open_page: Open) -> None:
    page = open_page("about:blank")
    page.add_init_script(VOICE)
    page.goto(f"{site.direct}/aoun")
    say(page, "اقرأ لي")
    answered(page, "اقرأ لي")
    button = page.locator(".msg.bot [data-listen]").last
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("speechSynthesis.said") == ["hush", "قلت: اقرأ لي"]
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("speechSynthesis.said.length") == 3
    button.click()
    page.context.route("https://www.google.com/**", lambda route: route.fulfill(body="neutral"))
    page.click("[data-leave]")
    page.wait_for_url("https://www.google.com/")
    page.goto(f"{site.direct}/healthz")
    assert int(page.evaluate("sessionStorage.getItem('test:hushed')")) > 5


def test_without_a_voice_listening_says_so(site: Site, open_page: Open) -> None:
    page = open_page("about:blank")
    page.add_init_script(VOICE.replace("ar-SA", "en-GB"))
    page.goto(f"{site.direct}/aoun")
    say(page, "اقرأ لي")
    answered(page, "اقرأ لي")
    button = page.locator(".msg.bot [data-listen]").last
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    expect(page.locator("#trouble")).to_contain_text("لا يوجد صوت")
    assert page.evaluate("speechSynthesis.said") == []
    assert findings(page) == []


def text_size(page: Page) -> float:
    said = page.locator(".msg.bot .body p").last
    return float(said.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


@pytest.mark.parametrize(("size", "language"), [((320, 568), "ar"), (PHONE, "ar"), (DESK, "en")])
def test_larger_text_still_fits(
    site: Site, open_page: Open, keep: Keep, size: tuple[int, int], language: str
) -> None:
    page = open_page(f"{site.direct}/aoun?lang={language}", size)
    say(page, "times")
    answered(page, "times")
    before = text_size(page)
    for _ in range(2):
        page.click("#size")
    page.reload()
    say(page, "times")
    answered(page, "times")
    assert (
        page.locator(".msg.bot .body p").last.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        == before * 1.5
    )
    fits(page)
    keep(page, f"chat-large-{language}-{size[0]}")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_forced_colours_and_still_motion(site: Site, open_page: Open, keep: Keep) -> None:
    page = open_page(f"{site.direct}/aoun", PHONE, forced_colors="active", reduced_motion="reduce")
    say(page, "times")
    answered(page, "times")
    ticked = page.locator(".choice[aria-pressed=true]")
    assert ticked.evaluate("e => getComputedStyle(e).borderTopWidth") == "3px"
    moving = (
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).animationName !== 'none').length"
    )
    assert page.evaluate(moving) == 0
    keep(page, "chat-forced-colours-phone")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_dark(site: Site, open_page: Open, keep: Keep, size: tuple[int, int]) -> None:
    page = open_page(f"{site.direct}/aoun", size, color_scheme="dark")
    say(page, "times")
    answered(page, "times")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 28)"
    keep(page, f"chat-dark-{size[0]}")
