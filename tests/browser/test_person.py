"""Everything that one person wrote on several channels, on one page of the desk."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.messages import Address
from bot.ports.store import Transaction
from bot.worker.service import utc_now
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_chat import Keep, say
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]
LINES = 250


def both(site: Site, open_page: Open, *, lines: int, phone: str) -> tuple[Page, str, str]:
    """Let somebody write on Telegram, then on the website; return their page, its address, the other chat."""

    def before(tx: Transaction) -> str:
        at = utc_now() - timedelta(days=1)
        telegram = Address(organisation="aoun", channel="telegram", user=f"user-{phone}")
        chat = tx.conversations.open(telegram, language="ar", now=at).id
        for number in range(lines):
            tx.transcript.add("aoun", chat, direction="in", text=f"رسالة {number}", at=at)
        tx.conversations.heard("aoun", chat, at=at)
        return chat

    other = site.run(site.house.store.write(before))
    page, address = a_waiting_person(site, open_page)

    def link(tx: Transaction) -> None:
        person = tx.people.match_or_add(
            "aoun", name=None, phone=phone, national_id=None, iban=None, language="ar", now=utc_now()
        )
        for chat in (other, address.rsplit("/", 1)[1]):
            tx.people.link("aoun", chat, person)

    site.run(site.house.store.write(link))
    return page, address, other


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")])
def test_all_channels_on_one_page_in_parts_and_live(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    person, address, other = both(site, open_page, lines=LINES, phone=f"+9665{size[0]}{language}")
    staff = sign_in("sara", size, language, at=address)
    shown = staff.locator("#log .entry")
    expect(shown).to_have_count(100)
    via = {"ar": ("تيليجرام", "الموقع"), "en": ("Telegram", "Website")}[language]
    assert _vias(staff)[0].startswith(via[0])
    assert _vias(staff)[-1].startswith(via[1])
    expect(staff.locator("#to option:checked")).to_contain_text(via[1])
    keep(staff, f"desk-person-{language}-{size[0]}")
    assert findings(staff) == []
    assert staff.evaluate("document.documentElement.scrollWidth <= innerWidth")
    staff.click("[data-earlier]")
    expect(shown).to_have_count(200)
    staff.click("[data-earlier]")
    expect(shown).to_have_count(LINES + 2)
    expect(staff.locator("[data-earlier]")).to_have_count(0)
    numbers = staff.evaluate("[...document.querySelectorAll('#log .entry')].map(e => Number(e.dataset.id))")
    assert numbers == sorted(set(numbers))
    say(person, "من الموقع")
    expect(staff.locator(".entry.in", has_text="من الموقع")).to_have_count(1)
    staff.select_option("#to", other)
    staff.fill("#text", "إلى تيليجرام")
    staff.click("#reply .primary")
    expect(staff.locator(".entry.staff", has_text="إلى تيليجرام").locator(".via")).to_have_text(via[0])
    expect(person.locator(".msg.staff")).to_have_count(0)


def test_where_they_write_next_the_answer_goes(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address, other = both(site, open_page, lines=1, phone="+966500000077")
    chat = address.rsplit("/", 1)[1]
    staff = sign_in("fahad", at=address)
    expect(staff.locator("#to")).to_have_value(chat)
    _write(site, other, "وصلت؟")
    expect(staff.locator(".entry.in", has_text="وصلت؟")).to_be_visible()
    expect(staff.locator("#to")).to_have_value(other)
    expect(staff.locator("#to option", has_text="آخر ما كتب فيه")).to_have_attribute("value", other)
    staff.select_option("#to", chat)
    _write(site, other, "أين أنتم؟")
    expect(staff.locator(".entry.in", has_text="أين أنتم؟")).to_be_visible()
    expect(staff.locator("#to")).to_have_value(chat)
    expect(staff.locator("#panel")).to_contain_text("محادثاته الأخرى")


def test_without_script_earlier_lines_are_a_page_of_their_own(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    _, address, _ = both(site, open_page, lines=120, phone="+966500000078")
    plain = sign_in("fahad", java_script_enabled=False, at=address)
    plain.click("[data-earlier]")
    expect(plain.locator("#log .entry").first).to_contain_text("رسالة 0")
    plain.get_by_role("link", name="العودة إلى آخر الرسائل").click()
    expect(plain.locator("#log .entry")).to_have_count(100)


def _vias(page: Page) -> list[str]:
    return page.locator("#log .entry .via").all_inner_texts()


def _write(site: Site, chat: str, text: str) -> None:
    def work(tx: Transaction) -> None:
        tx.transcript.add("aoun", chat, direction="in", text=text, at=utc_now())
        tx.announce(f"conversation:{chat}")

    site.run(site.house.store.write(work))
