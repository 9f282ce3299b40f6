"""My account in real browsers: the code at sign-in, set up and used, also without scripts."""

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.assembly import PASSWORD, account
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_chat import Keep
from tests.browser.test_desk import SignIn

pytestmark = [pytest.mark.browser]
WORDS = {
    "ar": {"begin": "تشغيل التحقق بخطوتين", "confirm": "تأكيد", "kept": "حفظتها", "enter": "دخول"},
    "en": {"begin": "Switch on two-step", "confirm": "Confirm", "kept": "Kept them", "enter": "Sign in"},
}


def give_password(page: Page, login: str) -> None:
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("size", "language", "scripts"), [(PHONE, "ar", False), (DESK, "ar", True), (DESK, "en", True)]
)
def test_two_step_sign_in(
    site: Site, open_page: Open, keep: Keep, size: tuple[int, int], language: str, scripts: bool
) -> None:
    login, name = f"two-{size[0]}-{language}", f"two-step-{size[0]}-{language}"
    site.run(account(site.house.store, login))
    words = WORDS[language]
    entrance = f"{site.direct}/console/sign-in?lang={language}"
    page = open_page(entrance, size, java_script_enabled=scripts)
    give_password(page, login)
    page.wait_for_url("**/console/waiting")
    page.goto(f"{site.direct}/console/account/second-step")
    page.get_by_role("button", name=words["begin"]).click()
    expect(page.locator(".qr svg")).to_be_visible()
    if scripts:
        assert findings(page) == []
    secret = page.locator(".secret").inner_text().replace(" ", "")
    keep(page, name)
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.get_by_role("button", name=words["confirm"]).click()
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.inner_text()
    keep(page, f"{name}-codes")
    page.get_by_role("link", name=words["kept"]).click()
    page.wait_for_url("**/console/waiting")
    again = open_page(entrance, size, java_script_enabled=scripts)
    give_password(again, login)
    expect(again.locator("[name=code]")).to_be_focused()
    keep(again, f"{name}-ask")
    again.fill("[name=code]", "123")
    again.get_by_role("button", name=words["enter"]).click()
    expect(again.locator(".trouble")).to_be_visible()
    again.fill("[name=code]", recovery)
    again.get_by_role("button", name=words["enter"]).click()
    again.wait_for_url("**/console/waiting")


def test_the_page_of_colleagues(site: Site, sign_in: SignIn, keep: Keep) -> None:
    site.run(account(site.house.store, "huda", role="administrator"))
    for size in (PHONE, DESK):
        page = sign_in("huda", size, at="colleagues")
        expect(page.locator(".people").get_by_role("heading", name="Sara", exact=True)).to_be_visible()
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        keep(page, f"colleagues-{size[0]}")
