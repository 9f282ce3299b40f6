"""The staff desk in real browsers, with a person on the other side."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_chat import Keep, answered, say, sent_by

pytestmark = [pytest.mark.browser]
SignIn = Callable[..., Page]


def a_waiting_person(site: Site, open_page: Open, word: str = "person") -> tuple[Page, str]:
    """Return the page of somebody who waits, and the address of their chat on the desk."""
    page = open_page(f"{site.direct}/aoun")
    say(page, word)
    answered(page, word)
    chat = page.evaluate("fetch('/aoun/api/history').then(r => r.json()).then(r => r.conversation)")
    return page, f"{site.direct}/console/chat/aoun/{chat}"


def test_hand_over_reply_and_return_live_on_both_sides(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep
) -> None:
    staff = sign_in("sara")
    person, address = a_waiting_person(site, open_page)
    row = staff.locator(f'.row a[href="{address.removeprefix(site.direct)}"]')
    expect(row).to_contain_text("ينتظر موظفًا")
    keep(staff, "desk-waiting")
    row.click()
    staff.fill("#text", "أهلًا، أنا هنا لمساعدتك")
    staff.dblclick("#reply .primary")
    expect(person.locator(".msg.staff")).to_have_count(1)
    expect(person.locator(".msg.staff")).to_contain_text("أنا هنا لمساعدتك")
    expect(person.locator("#owner")).to_have_text("يحدثك الآن أحد موظفي الجمعية")
    expect(staff.locator("#holder")).to_contain_text("مع Sara")
    say(person, "شكرًا لك")
    expect(staff.locator(".entry.in", has_text="شكرًا لك")).to_be_visible()
    assert "قلت: شكرًا لك" not in person.inner_text("#log")
    staff.click(".note-box summary")
    staff.fill("#note-text", "حالة تحتاج متابعة")
    staff.click("#note button")
    expect(staff.locator(".entry.note")).to_contain_text("حالة تحتاج متابعة")
    keep(staff, "desk-chat")
    keep(person, "chat-staff-phone")
    staff.get_by_role("button", name="إعادة إلى المساعد").click()
    expect(staff.locator("#holder")).to_contain_text("مع المساعد الآلي")
    say(person, "هل أنت هنا؟")
    answered(person, "هل أنت هنا؟")
    expect(person.locator(".msg.staff")).to_have_count(1)
    assert "متابعة" not in person.inner_text("#log")


def test_two_claim_at_once_and_one_is_told(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    desks = [sign_in("sara"), sign_in("fahad")]
    for desk in desks:
        desk.goto(address)
    for desk in desks:
        desk.evaluate("document.querySelector('form[action$=claim] button').click()")
    for desk in desks:
        expect(desk.locator("#holder")).to_contain_text(re.compile("مع (Sara|Fahad)"))
    told = [desk.inner_text("#told") if desk.locator("#told").is_visible() else "" for desk in desks]
    assert sorted(bool(sentence) for sentence in told) == [False, True]
    assert "هذه المحادثة الآن" in "".join(told)


def test_a_reply_waits_for_what_was_not_seen(site: Site, open_page: Open, sign_in: SignIn) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.evaluate("document.querySelector('#reply [name=seen_line]').value = 0")
    staff.fill("#text", "رد متعجل")
    staff.click("#reply .primary")
    expect(staff.locator("#told")).to_contain_text("رسالة جديدة")
    expect(staff.locator("#text")).to_have_value("رد متعجل")
    staff.check("#reply [name=force]")
    staff.click("#reply .primary")
    expect(person.locator(".msg.staff")).to_contain_text("رد متعجل")


def test_a_reply_waits_for_a_colleagues_that_was_not_seen(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    person, address = a_waiting_person(site, open_page)
    sara, fahad = sign_in("sara", at=address), sign_in("fahad", at=address)
    sara.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")  # another tab is in front
    fahad.fill("#text", "سأتصل بك غدًا")
    fahad.click("#reply .primary")
    expect(sara.locator(".entry.staff")).to_contain_text("سأتصل بك غدًا")
    fahad.get_by_role("button", name="إعادة إلى المساعد").click()
    expect(sara.locator("#holder")).to_contain_text("مع المساعد الآلي")
    sara.fill("#text", "رد ثان")
    sara.click("#reply .primary")
    expect(sara.locator("#told")).to_contain_text("Fahad")
    expect(sara.locator("#text")).to_have_value("رد ثان")
    expect(person.locator(".msg.staff")).to_have_count(1)
    sara.check("#reply [name=force]")
    sara.click("#reply .primary")
    expect(person.locator(".msg.staff")).to_have_count(2)


def test_a_narrowed_list_is_saved_and_stays_live(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep
) -> None:
    staff = sign_in("fahad", PHONE)
    staff.select_option("[name=priority]", "normal")
    staff.wait_for_url("**priority=normal**")
    _, address = a_waiting_person(site, open_page)
    _, urgent = a_waiting_person(site, open_page, "urgent")
    rows = staff.locator(".row a")
    expect(staff.locator(f'.row a[href="{address.removeprefix(site.direct)}"]')).to_be_visible()
    expect(staff.locator("#waiting-count")).to_have_class(re.compile("urgent"))
    assert urgent.removeprefix(site.direct) not in [row.get_attribute("href") for row in rows.all()]
    staff.fill(".keep [name=name]", "العادية")
    staff.click(".keep button")
    staff.goto(f"{site.direct}/console/all")
    staff.get_by_role("link", name="العادية").click()
    expect(staff.locator("[name=priority]")).to_have_value("normal")
    keep(staff, "desk-saved-phone")


def test_colleagues_see_who_else_looks_and_writes(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    sara, fahad = sign_in("sara"), sign_in("fahad")
    sara.goto(address)
    fahad.goto(address)
    expect(sara.locator("#presence")).to_have_text("👁 ينظر إليها الآن: Fahad")
    fahad.locator("#text").press_sequentially("أه")
    expect(sara.locator("#presence")).to_have_text("✍️ يكتب الآن: Fahad")
    fahad.goto(f"{site.direct}/console/waiting")
    expect(sara.locator("#presence")).to_be_empty()


def test_keys_work_on_an_arabic_keyboard_and_can_be_switched_off(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep
) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara")

    def arabic(key: str, code: str, *, shift: bool = False) -> None:
        staff.evaluate(
            "init => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', init))",
            {"key": key, "code": code, "shiftKey": shift, "bubbles": True, "cancelable": True},
        )

    arabic("ت", "KeyJ")
    expect(staff.locator("#list .row a").first).to_be_focused()
    arabic("؟", "Slash", shift=True)
    expect(staff.locator("#keys")).to_be_visible()
    keep(staff, "desk-keys")
    staff.keyboard.press("Escape")
    staff.goto(address)
    arabic("ق", "KeyR")
    expect(staff.locator("#text")).to_be_focused()
    staff.keyboard.type("cm?")
    expect(staff.locator("#text")).to_have_value("cm?")
    expect(staff.locator("#keys")).to_be_hidden()
    staff.locator("#log").focus()
    staff.keyboard.press("?")
    staff.uncheck("#keys-on")
    staff.keyboard.press("Escape")
    staff.keyboard.press("c")
    expect(staff.locator("#holder")).to_contain_text("ينتظر موظفًا")
    staff.locator(".menu summary").click()
    staff.click("#keys-show")
    staff.check("#keys-on")
    staff.keyboard.press("Escape")
    staff.locator("#log").focus()
    arabic("ؤ", "KeyC")
    expect(staff.locator("#holder")).to_contain_text("مع Sara")


def test_a_lost_connection_of_the_desk_is_shown(site: Site, open_page: Open, sign_in: SignIn) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara")
    staff.goto(address.replace(site.direct, site.through))  # cookies do not know ports: signed in there too
    expect(staff.locator("#reply")).to_be_visible()
    site.run(site.lead.cut())
    expect(staff.locator("#offline")).to_be_visible()
    say(person, "أثناء الانقطاع")
    site.run(site.lead.lay())
    expect(staff.locator(".entry.in", has_text="أثناء الانقطاع")).to_have_count(1)
    expect(staff.locator("#offline")).to_be_hidden()


def test_urgent_chats_are_red_in_words(site: Site, open_page: Open, sign_in: SignIn, keep: Keep) -> None:
    staff = sign_in("fahad")
    person, address = a_waiting_person(site, open_page, "urgent")
    expect(person.locator(".msg.urgent .who")).to_contain_text("عاجل")
    row = staff.locator(f'.row.urgent a[href="{address.removeprefix(site.direct)}"]')
    expect(row.locator(".mark.urgent")).to_have_text("عاجل")
    keep(staff, "desk-urgent")


@pytest.mark.parametrize(("size", "name"), [(PHONE, "phone"), (DESK, "desk")])
def test_the_desk_fits_the_screen(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], name: str
) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", size)
    for page in ("waiting", "mine", "team", "all", "cases", "unanswered", "failures"):
        staff.goto(f"{site.direct}/console/{page}")
        keep(staff, f"desk-{page}-{name}")
        assert staff.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
    staff.goto(address)
    keep(staff, f"desk-chat-{name}")
    assert staff.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sent_by(person)


@pytest.mark.parametrize("page", ["waiting", "cases", "account"])
def test_the_first_tab_skips_to_what_the_page_is_about(sign_in: SignIn, page: str) -> None:
    staff = sign_in("sara", at=page)
    staff.keyboard.press("Tab")
    expect(staff.locator(".skip")).to_be_focused()
    expect(staff.locator(".skip")).to_be_in_viewport()
    staff.keyboard.press("Enter")
    staff.keyboard.press("Tab")
    assert staff.evaluate("document.activeElement.closest('main') !== null")


def test_tab_goes_through_the_head_as_it_is_read(sign_in: SignIn) -> None:
    staff = sign_in("sara", at="waiting")
    places: list[list[int]] = []
    while True:
        staff.keyboard.press("Tab")
        at = staff.evaluate(
            """() => { const e = document.activeElement, box = e.getBoundingClientRect();
            return e.closest(".bar") ? [Math.round(box.top / 20), -Math.round(box.right)] : null; }"""
        )
        if at is None and places:
            break
        if at is not None:
            places.append(at)
    row = [right for top, right in places if top == places[1][0]]
    assert len(row) > 8
    assert row == sorted(row)  # from the right, as Arabic is read
