"""When somebody begins to wait: a sound and a desktop notice, for those who asked for them, from one tab."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.site import Site
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]
# Chromium without a screen shows no notices and plays nothing: what the page asks the browser for is noted
NOTED = """
window.noticed = []; window.sounded = 0;
window.Notification = class {
  static permission = "default";
  static async requestPermission() { return this.permission = "granted"; }
  constructor(words, options) { window.noticed.push([words, options.tag]); }
};
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) { window.sounded += 1; return start.apply(this, at); };
Object.defineProperty(document, "hidden", { get: () => true });
"""


def desk(site: Site, open_page: Open, sign_in: SignIn) -> tuple[Page, int]:
    """Return the list on which somebody waits, once it is live, and how many wait."""
    a_waiting_person(site, open_page)
    staff = sign_in("sara")
    staff.add_init_script(NOTED)
    staff.goto(f"{site.direct}/console/waiting")
    expect(staff.locator("#waiting-count")).to_have_text(re.compile(r"^[1-9]"))
    return staff, int(staff.inner_text("#waiting-count"))


def test_who_asked_for_it_hears_and_sees_that_somebody_waits(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    staff, waiting = desk(site, open_page, sign_in)
    for name in ("sound", "notice"):
        box = staff.locator(f"[data-alert={name}]")
        box.evaluate("box => box.click()")
        expect(box).to_be_checked()
    assert staff.evaluate("window.sounded") == 1  # once at the choice, so that it is known
    a_waiting_person(site, open_page)
    expect(staff.locator("#waiting-count")).to_have_text(str(waiting + 1))
    staff.wait_for_function("window.sounded === 2 && window.noticed.length === 1")
    ((words, tag),) = staff.evaluate("window.noticed")
    assert tag == "wasl-waiting"
    assert words


def test_nobody_is_alerted_who_did_not_ask(site: Site, open_page: Open, sign_in: SignIn) -> None:
    staff, waiting = desk(site, open_page, sign_in)
    for name in ("sound", "notice"):
        expect(staff.locator(f"[data-alert={name}]")).not_to_be_checked()
    a_waiting_person(site, open_page)
    expect(staff.locator("#waiting-count")).to_have_text(str(waiting + 1))
    assert staff.evaluate("[window.sounded, window.noticed.length]") == [0, 0]
