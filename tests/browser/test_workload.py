"""How staff share their work, in real browsers: chats put off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assembly import account
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, say
from tests.browser.test_desk import a_waiting_person

pytestmark = [pytest.mark.browser]
SignIn = Callable[..., Page]
SIZES = [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")]
WORDS = {
    "ar": {
        "off": "تأجيل", "on": "مؤجلة حتى", "person": "ننتظر صاحب المحادثة",
        "has": "معه محادثة واحدة", "hand": "تسليم محادثاته كلها", "went": "انتقلت محادثة واحدة",
        "with": "معه",
    },
    "en": {
        "off": "Put off", "on": "Put off until", "person": "Waiting for the person",
        "has": "Holds one chat", "hand": "Hand on all their chats", "went": "One chat was handed on",
        "with": "Holds",
    },
}  # fmt: skip


def unfold(staff: Page, what: str) -> None:
    """Open a fold beside the chat; on a phone all that is there is folded away. It stays open."""
    for each in ("#panel .more", what):
        if staff.locator(each).get_attribute("open") is None:
            staff.locator(f"{each} > summary").click()


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_chat_is_put_off_and_comes_back_when_the_person_writes(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    words, name = WORDS[language], f"snooze-{size[0]}-{language}"
    person, address = a_waiting_person(site, open_page)
    here = f'.row a[href="{address.removeprefix(site.direct)}"]'
    staff = sign_in("sara", size, language, at=address)
    unfold(staff, "details.snooze")
    fits(staff)
    assert findings(staff) == []
    keep(staff, name)
    staff.select_option("[name=when]", "tomorrow")
    staff.locator("details.snooze").get_by_role("button", name=words["off"]).click()
    expect(staff.locator("#panel .snoozed")).to_contain_text(words["on"])
    staff.click("form[action$=awake] button")
    expect(staff.locator("details.snooze")).to_have_count(1)
    unfold(staff, "details.snooze")
    staff.focus("[name=when]")  # what is being chosen is not drawn anew
    staff.select_option("[name=when]", "person")
    staff.locator("details.snooze").get_by_role("button", name=words["off"]).click()
    expect(staff.locator("#panel .snoozed")).to_contain_text(words["person"])
    staff.goto(f"{site.direct}/console/waiting")
    expect(staff.locator(here)).to_have_count(0)
    staff.goto(f"{site.direct}/console/snoozed")
    expect(staff.locator(here)).to_contain_text(words["person"])
    fits(staff)
    assert findings(staff) == []
    keep(staff, f"{name}-list")
    staff.goto(f"{site.direct}/console/waiting")
    say(person, "وصلتني الورقة")
    expect(staff.locator(here)).to_be_visible()


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_all_chats_of_somebody_who_leaves_are_handed_on(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    words, name = WORDS[language], f"leaving-{size[0]}-{language}"
    login = f"leaver-{size[0]}-{language}"
    site.run(account(site.house.store, login, role="researcher"))
    _, address = a_waiting_person(site, open_page)
    leaver = sign_in(login, at=address)
    leaver.click("form[action$=claim] button")
    expect(leaver.locator("#holder")).to_contain_text("مع Leaver")
    boss = sign_in("sara", size, language, at="colleagues")
    card = boss.locator(".people .card", has=boss.locator("h2", has_text=login.title()))
    expect(card).to_contain_text(words["has"])
    card.locator("summary", has_text=words["hand"]).click()
    fits(boss)
    assert findings(boss) == []
    keep(boss, name)
    card.locator("[name=to]").select_option(label="Fahad")
    card.get_by_role("button", name=words["hand"]).click()
    expect(boss.locator(".told")).to_contain_text(words["went"])
    keep(boss, f"{name}-done")
    expect(boss.locator(".people .card", has=boss.locator("h2", has_text="Fahad"))).to_contain_text(
        words["with"]
    )
    expect(leaver).to_have_url(f"{site.direct}/console/sign-in", timeout=40_000)  # their tab goes by itself


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_the_duty_roster_is_set_and_shown(
    site: Site, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    boss, name = sign_in("sara", size, language), f"roster-{size[0]}-{language}"
    roster = f"{site.direct}/console/roster"
    boss.goto(roster)
    shift = boss.locator("form[action$=shift]").last
    shift.locator("[name=who]").select_option(label="Fahad")
    for box in shift.locator("[name=day]").all():
        box.check()
    shift.locator("[name=opens]").fill("00:00")
    shift.locator("[name=closes]").fill("00:00")
    shift.locator("button").click()
    expect(boss.locator(".told")).to_contain_text("Fahad")
    absence = boss.locator("form[action$=absence]").last
    absence.locator("[name=who]").select_option(label="Sara")
    absence.locator("[name=first]").fill("2030-01-06")
    absence.locator("[name=last]").fill("2030-01-10")
    absence.locator("[name=cover]").select_option(label="Fahad")
    absence.locator("button").click()
    expect(boss.locator(".duty", has_text="2030")).to_contain_text("Fahad")
    fits(boss)
    assert findings(boss) == []
    keep(boss, name)
    boss.goto(f"{site.direct}/console/waiting")
    expect(boss.locator("#on-duty")).to_contain_text("Fahad")
    fits(boss)
    assert findings(boss) == []
    boss.goto(roster)
    while boss.locator(".duty button").count():
        boss.locator(".duty button").first.click()
        boss.wait_for_load_state()
    expect(boss.locator(".duty li")).to_have_count(0)
