"""What staff do with a chat, in real browsers: passed on, closed, a file sent, put off to a date, covered."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.ports.store import Transaction
from bot.worker.service import utc_now
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, answered, say
from tests.browser.test_desk import SignIn, a_waiting_person
from tests.browser.test_workload import unfold
from tests.console.test_cases_pages import a_request

pytestmark = [pytest.mark.browser]
SIZES = [(PHONE, "ar"), (DESK, "ar")]
SENT, FAILED = "أُرسلت", "لم تُرسل"


def act(staff: Page, name: str, field: str = "", value: str = "") -> None:
    """Press what stands beside the chat; on a phone it is folded away."""
    unfold(staff, "#panel .more")
    form = staff.locator(f"#panel form[action$='/{name}']")
    if field:
        form.locator(f"[name={field}]").select_option(value)
    form.locator("button").click()


def staff_id(site: Site, login: str) -> str:
    found = site.run(site.house.store.look(lambda tx: tx.staff.by_login(login)))
    assert found is not None
    return found.id


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_priority_transfer_and_close(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    person, address = a_waiting_person(site, open_page)
    here = f'.row a[href="{address.removeprefix(site.direct)}"]'
    sara = sign_in("sara", size, language, at=address)
    act(sara, "claim")
    expect(sara.locator("#holder")).to_contain_text("مع Sara")
    act(sara, "priority", "priority", "urgent")
    expect(sara.locator("#panel .marks .mark.urgent")).to_be_visible()
    act(sara, "transfer", "to", staff_id(site, "fahad"))
    expect(sara.locator("#holder")).to_contain_text("مع Fahad")
    fits(sara)
    keep(sara, f"desk-transferred-{language}-{size[0]}")
    fahad = sign_in("fahad", size, language, at="mine")
    fahad.locator(here).click()
    act(fahad, "close", "reason", "solved")
    expect(fahad.locator("#holder")).to_contain_text("مع المساعد")
    say(person, "بعد الإغلاق")
    answered(person, "بعد الإغلاق")  # the bot answers again
    fahad.goto(f"{site.direct}/console/mine")
    expect(fahad.locator(here)).to_have_count(0)


def test_a_file_reaches_the_person_and_its_way_is_shown(site: Site, open_page: Open, sign_in: SignIn) -> None:
    person, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address)
    staff.fill("#text", "هذه الصورة")
    picture = person.screenshot()
    staff.set_input_files(
        "#reply [name=file]", {"name": "map.png", "mimeType": "image/png", "buffer": picture}
    )
    expect(staff.locator("#files")).to_contain_text("map.png")
    staff.click("#reply .primary")
    shown = person.locator(".msg.staff a[href*='/files/']")
    expect(shown).to_be_visible()
    found = person.request.get(f"{site.direct}{shown.get_attribute('href')}")
    assert (found.status, found.body()) == (200, picture)
    line = staff.locator(".entry.staff")
    expect(line.locator(".file img")).to_be_visible()
    expect(line.locator(".sent")).to_have_attribute("title", SENT)  # without a reload
    assert line.locator(".sent").evaluate("e => getComputedStyle(e, '::before').content") == '"✓"'
    assert findings(staff) == []
    id_ = int(line.get_attribute("data-id") or "")

    def fail(tx: Transaction) -> None:
        tx.transcript.set_delivery("aoun", id_, "failed")

    site.run(site.house.store.write(fail))
    staff.reload()
    expect(line.locator(".mark.failed")).to_have_text(FAILED)
    expect(line.locator(".sent")).to_have_count(0)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_session_is_ended_from_elsewhere(
    site: Site, sign_in: SignIn, size: tuple[int, int], language: str
) -> None:
    forgotten = sign_in("fahad", size, language, at="waiting")
    here = sign_in("fahad", size, language, at="account")
    fits(here)
    here.locator(".sessions + form button").click()  # all others
    expect(here.locator(".sessions li")).to_have_count(1)
    forgotten.goto(f"{site.direct}/console/mine")
    expect(forgotten.locator("[name=password]")).to_be_visible()
    here.goto(f"{site.direct}/console/mine")
    expect(here.locator("main h1")).to_be_visible()


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_chat_is_put_off_to_a_chosen_date(
    site: Site, open_page: Open, sign_in: SignIn, size: tuple[int, int], language: str
) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", size, language, at=address)
    unfold(staff, "details.snooze")
    day = utc_now() + timedelta(days=9)
    staff.select_option("[name=when]", "date")
    staff.fill("[name=day]", "2020-01-01")
    staff.locator("details.snooze form button").click()
    expect(staff.locator("#told")).to_be_visible()  # that is past
    unfold(staff, "details.snooze")
    staff.focus("[name=when]")  # what is being chosen is not drawn anew
    staff.select_option("[name=when]", "date")
    staff.fill("[name=day]", f"{day:%Y-%m-%d}")
    staff.fill("[name=clock]", "10:30")
    staff.locator("details.snooze form button").click()
    expect(staff.locator("#panel .snoozed")).to_contain_text(re.compile(rf"\b{day.day} .*10:30"))
    staff.goto(f"{site.direct}/console/snoozed")
    here = staff.locator(f'.row a[href="{address.removeprefix(site.direct)}"]')
    expect(here).to_contain_text("10:30")


def test_who_stands_in_takes_the_chat_of_who_is_away(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    away = sign_in("fahad", at=address)
    act(away, "claim")
    expect(away.locator("#holder")).to_contain_text("مع Fahad")
    sara = sign_in("sara", PHONE, at=address)
    expect(sara.locator("form[action$='/stand-in']")).to_have_count(0)
    sara.goto(f"{site.direct}/console/roster?org=aoun")
    form = sara.locator("form[action$='/absence']")
    form.locator("[name=who]").select_option(staff_id(site, "fahad"))
    form.locator("[name=cover]").select_option(staff_id(site, "sara"))
    form.locator("[name=first]").fill(f"{utc_now():%Y-%m-%d}")
    form.locator("[name=last]").fill(f"{utc_now() + timedelta(days=1):%Y-%m-%d}")
    form.locator("button").click()
    expect(sara.locator("#away + ul, section[aria-labelledby=away] ul")).to_contain_text("Fahad")
    fits(sara)
    sara.goto(address)
    sara.click("form[action$='/stand-in'] button")
    expect(sara.locator("#holder")).to_contain_text("مع Sara")


def test_a_chat_is_found_by_name_and_by_reference(site: Site, sign_in: SignIn) -> None:
    case = site.run(a_request(site.house, 7))
    chat = case.conversation
    assert chat is not None

    def tell(tx: Transaction) -> None:
        person = tx.people.match_or_add(
            "aoun", name="بدرية القحطاني", phone="+966500000077", national_id=None, iban=None, language="ar",
            now=utc_now(),
        )  # fmt: skip
        tx.people.link("aoun", chat or "", person)

    site.run(site.house.store.write(tell))
    staff = sign_in("sara", at="all")
    for words in ("القحطاني", "بدريه", case.reference):
        staff.locator("[type=search]").first.fill(words)
        staff.keyboard.press("Enter")
        staff.wait_for_url("**q=*")
        rows = staff.locator(f'a[href*="{chat}"], a[href$="{case.reference}"]')
        expect(rows.first).to_be_visible()
        staff.goto(f"{site.direct}/console/all")
